import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WizardApi } from '../api/wizard-api.ts';
import { type BundleSlice, bundleSlice } from './bundle-slice.ts';
import { type DirectorySlice, directorySlice } from './directory-slice.ts';
import { type HistorySlice, historySlice } from './history-slice.ts';
import { type Keeper, memoryKeeper } from './keeper.ts';
import { type NavigationSlice, navigationSlice } from './navigation-slice.ts';
import { type OpenedSlice, openedSlice } from './opened-slice.ts';
import { type PreferencesSlice, preferencesSlice } from './preferences-slice.ts';
import { type PreviewSlice, previewSlice } from './preview-slice.ts';
import { type ResponderSlice, responderSlice } from './responder-slice.ts';
import { type RunSlice, runSlice } from './run-slice.ts';
import { type SealingSlice, sealingSlice } from './sealing-slice.ts';
import { type SiteSlice, siteSlice } from './site-slice.ts';
import { type SkipSlice, skipSlice } from './skip-slice.ts';
import { type SyslogSlice, syslogSlice } from './syslog-slice.ts';
import { type WatchSlice, watchSlice } from './watch-slice.ts';

/** Everything that the wizard knows: plain values, and beside them the actions that change them. */
export type WizardState = SiteSlice &
  ResponderSlice &
  DirectorySlice &
  SyslogSlice &
  SkipSlice &
  RunSlice &
  WatchSlice &
  OpenedSlice &
  HistorySlice &
  BundleSlice &
  PreviewSlice &
  SealingSlice &
  NavigationSlice &
  PreferencesSlice;
/** The store itself, as the page and its tests hold it. */
export type WizardStore = StoreApi<WizardState>;

/** What the store needs of the page. */
export interface StoreTools {
  readonly api: WizardApi;
  /** Kept until the tab is closed. */
  readonly session: Keeper;
  /** Kept on this machine. */
  readonly lasting: Keeper;
  /** Calls back soon: events that come close together are folded at once. */
  readonly schedule: (flush: () => void) => void;
  /** Calls back after a while; gives the function that calls it off. */
  readonly later: (run: () => void, afterMs: number) => () => void;
  /** The time of day, as an ISO 8601 date. */
  readonly now: () => string;
}

/** Two screen frames: fast enough to look live, slow enough that a burst of events is one drawing. */
const FOLD_EVERY_MS = 33;

/** The one store of a page. It listens to its host from the start. */
export function createWizardStore(api: WizardApi, page: Partial<Omit<StoreTools, 'api'>> = {}): WizardStore {
  const tools: StoreTools = {
    api,
    session: memoryKeeper(),
    lasting: memoryKeeper(),
    schedule: (flush) => void setTimeout(flush, FOLD_EVERY_MS),
    later: (run, afterMs) => {
      const timer = setTimeout(run, afterMs);
      return () => clearTimeout(timer);
    },
    now: () => new Date().toISOString(),
    ...page,
  };
  const store = createStore<WizardState>()((set, get, own) => ({
    ...siteSlice(tools)(set, get, own),
    ...responderSlice(tools)(set, get, own),
    ...directorySlice(tools)(set, get, own),
    ...syslogSlice(tools)(set, get, own),
    ...skipSlice(tools)(set, get, own),
    ...runSlice(tools)(set, get, own),
    ...openedSlice(tools)(set, get, own),
    ...historySlice(tools)(set, get, own),
    ...watchSlice(tools)(set, get, own),
    ...bundleSlice(tools)(set, get, own),
    ...previewSlice(tools)(set, get, own),
    ...sealingSlice(tools)(set, get, own),
    ...navigationSlice()(set, get, own),
    ...preferencesSlice(tools)(set, get, own),
  }));
  api.onConnection((connection) => void store.getState().connectionChanged(connection));
  return store;
}
