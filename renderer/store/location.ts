import { isWizardStep, type WizardStep } from './navigation-slice.ts';
import type { WizardStore } from './wizard-store.ts';

/** A place in the wizard as the address bar keeps it: `#/console/<run id>`. Holds no secret. */
interface Place {
  readonly step: WizardStep;
  readonly runId: string | null;
}

/** Reads a fragment; undefined when it names no place. */
export function parsePlace(hash: string): Place | undefined {
  const match = /^#\/([a-z-]+)(?:\/([a-z0-9-]{1,80}))?$/.exec(hash);
  const step = match?.[1] ?? '';
  return isWizardStep(step) ? { step, runId: match?.[2] ?? null } : undefined;
}

/** Writes a place as a fragment. */
export const placeHash = ({ step, runId }: Place): string => `#/${step}${runId === null ? '' : `/${runId}`}`;

/** The part of a window that is used. */
interface Page {
  readonly location: { hash: string };
  readonly history: { replaceState(data: null, unused: string, url: string): void };
  addEventListener(type: 'hashchange', listener: () => void): void;
}

/**
 * Keeps the address bar and the store in step: a reload comes back to the same screen and run, and the browser's Back turns
 * back one screen.
 */
export function bindLocation(store: WizardStore, page: Page): void {
  const follow = () => {
    const place = parsePlace(page.location.hash);
    if (place === undefined) return;
    const { step, runId, goTo, openRun } = store.getState();
    if (place.runId !== null && place.runId !== runId) void openRun(place.runId, 'restored');
    if (place.step !== step) goTo(place.step);
  };
  follow();
  store.subscribe(({ step, runId }, before) => {
    const hash = placeHash({ step, runId });
    if (step !== before.step) page.location.hash = hash;
    // Each round of a watch is another run, and most are not kept: Back leads to a screen, never to one of them.
    else if (runId !== before.runId) page.history.replaceState(null, '', hash);
  });
  page.addEventListener('hashchange', follow);
}
