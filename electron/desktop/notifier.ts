import type { Notice } from '../contract/desktop-words.ts';
import { ok, type Result, refused } from '../contract/result.ts';

/** A page that repeats itself does not fill the notification centre of whoever is called away from it. */
const PAUSE_MS = 3000;

/** The operating system's notifications, as the host has them. */
export interface NotificationCentre {
  isSupported(): boolean;
  show(notice: Notice, onClick: () => void): void;
}

/**
 * Shows notices of the page and of the host. Codes of refusals: `no-notifications` the system has none or they are switched off ·
 * `too-soon` the last one is not three seconds old.
 */
export function createNotifier(
  centre: NotificationCentre,
  onClick: () => void,
  now: () => number = () => performance.now(),
): (notice: Notice) => Result<null> {
  let lastMs = Number.NEGATIVE_INFINITY;
  return ({ title, body }) => {
    if (!centre.isSupported())
      return refused('no-notifications', 'This system shows no notifications to Airway.');
    const nowMs = now();
    if (nowMs - lastMs < PAUSE_MS)
      return refused('too-soon', 'The last notification is not three seconds old.');
    lastMs = nowMs;
    centre.show({ title: oneLine(title), body: oneLine(body) }, onClick);
    return ok(null);
  };
}

/** Some notification servers read markup in a body, and none needs control characters. */
const oneLine = (text: string): string =>
  text
    .replace(/[<>&]/g, ' ')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
