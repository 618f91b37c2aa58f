import type { HostHandlers } from '../contract/channels.ts';
import { ok, refused } from '../contract/result.ts';
import { linkOf } from './links.ts';

const NEEDS_DESKTOP = refused('desktop-only', 'This needs the desktop window of Airway.');

/** Channels that only the desktop host can answer in full, as every other host answers them: a link comes as its address. */
export const withoutDesktop: Pick<HostHandlers, 'link-open' | 'report-print' | 'notice-show'> = {
  'link-open': async ({ link }) => ok({ kind: 'address', ...linkOf(link) }),
  'report-print': async () => NEEDS_DESKTOP,
  'notice-show': async () => NEEDS_DESKTOP,
};
