import type { MenuCommand, OpenedFile } from '../../electron/contract/desktop-words.ts';
import type { WizardApi } from '../api/wizard-api.ts';
import { bundleFileOf } from './bundle-file.ts';
import { PROFILE_FILE_LIMIT } from './site-slice.ts';
import type { WizardStore } from './wizard-store.ts';

/** The part of a window that files are dropped onto. */
interface DropPlace {
  addEventListener(type: 'dragover' | 'drop', listener: (event: DragEvent) => void): void;
}

/**
 * What comes from outside of the page: files that somebody opened, what the desktop's menu asks for, and files that are dropped
 * anywhere onto the page. A browser reads a dropped profile or bundle itself; the desktop host opens it by its path, and so finds the
 * authority that a profile names.
 */
export function bindHost(store: WizardStore, api: WizardApi, place: DropPlace): void {
  api.listen('file-opened', (file) => void takeFile(store, file));
  api.listen('menu-command', ({ command }) => void obey(store, command));
  // Without it the browser would leave the wizard for the file.
  place.addEventListener('dragover', (event) => event.preventDefault());
  place.addEventListener('drop', (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file === undefined) return;
    if (api.openDropped !== undefined) api.openDropped(file);
    else void readDropped(store, file);
  });
}

/** What a bundle begins with: a zip, or age in its binary or its text form. Anything else is read as a profile, unless its name says otherwise. */
const BUNDLE_NAME = /\.(?:zip|age)$/i;
const BUNDLE_STARTS = ['PK\u0003\u0004', 'age-encryption.org/', '-----BEGIN AGE ENCRYPTED FILE-----'];

async function readDropped(store: WizardStore, file: File): Promise<void> {
  const { goTo, openHistory, openBundle, chooseProfile, place, step } = store.getState();
  const start = await file
    .slice(0, 40)
    .text()
    .catch(() => '');
  if (BUNDLE_NAME.test(file.name) || BUNDLE_STARTS.some((known) => start.startsWith(known))) {
    // Both of these say how the opening goes.
    if (place !== 'history' && !(place === 'steps' && step === 'site')) openHistory();
    return await openBundle(bundleFileOf(file));
  }
  const text = file.size > PROFILE_FILE_LIMIT ? null : await file.text();
  goTo('site');
  await chooseProfile({ name: file.name, sizeBytes: file.size, text });
}

async function takeFile(store: WizardStore, file: OpenedFile): Promise<void> {
  const { goTo, aimAtSite, chooseProfile, chooseCa, openRun } = store.getState();
  switch (file.kind) {
    case 'run':
      goTo('console');
      return await openRun(file.runId, 'chosen');
    case 'refused': {
      const { name, code, message } = file;
      goTo('site');
      return store.setState({ profileFile: { kind: 'refused', name, refusal: { code, message } } });
    }
    case 'profile': {
      goTo('site');
      aimAtSite();
      await chooseProfile({ name: file.name, sizeBytes: file.text.length, text: file.text });
      const { ca } = file;
      if (ca !== undefined) chooseCa({ name: ca.name, sizeBytes: ca.pem.length, text: ca.pem });
    }
  }
}

async function obey(store: WizardStore, command: MenuCommand): Promise<void> {
  const { goTo, startRun, cancelRun, saveBundle, runId } = store.getState();
  switch (command) {
    case 'run-start':
      goTo('console');
      return await startRun();
    case 'run-cancel':
      return await cancelRun();
    case 'bundle-save':
      if (runId === null) return;
      goTo('bundle');
      return await saveBundle();
  }
}
