import type { StateCreator } from 'zustand';
import type { AppInfo } from '../../electron/contract/channels.ts';
import type { Connection } from '../api/wizard-api.ts';
import { isLanguage, type LanguageChoice } from '../languages.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** `system` follows the operating system's setting; `contrast` is light or dark as it says, with the highest contrast. */
export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
/** A choice of colours. */
export type Theme = (typeof THEMES)[number];

/** Colours, language, connection and the program behind the page. */
export interface PreferencesSlice {
  readonly theme: Theme;
  readonly language: LanguageChoice;
  readonly connection: Connection;
  /** Null until the host has answered. */
  readonly app: AppInfo | null;
  /** Whether single keys are shortcuts; whoever dictates or has a tremor can do without (WCAG 2.1.4). */
  readonly usesKeys: boolean;
  /** Whether the list of shortcuts is open. */
  readonly isHelpOpen: boolean;
  setTheme(theme: Theme): void;
  setLanguage(language: LanguageChoice): void;
  setUsesKeys(usesKeys: boolean): void;
  setHelpOpen(isHelpOpen: boolean): void;
  /** Reads everything anew that may have been missed when the connection is back. */
  connectionChanged(connection: Connection): Promise<void>;
}

const THEME_KEY = 'theme';
const LANGUAGE_KEY = 'language';

function keptLanguage(kept: string | null): LanguageChoice {
  return kept !== null && isLanguage(kept) ? kept : 'system';
}
const SHORTCUTS_KEY = 'shortcuts';

/** How the wizard looks, and what serves it. */
export const preferencesSlice =
  ({ api, lasting }: StoreTools): StateCreator<WizardState, [], [], PreferencesSlice> =>
  (set, get) => ({
    theme: THEMES.find((theme) => theme === lasting.get(THEME_KEY)) ?? 'system',
    language: keptLanguage(lasting.get(LANGUAGE_KEY)),
    connection: 'connected',
    app: null,
    usesKeys: lasting.get(SHORTCUTS_KEY) !== 'off',
    isHelpOpen: false,
    setUsesKeys: (usesKeys) => {
      lasting.set(SHORTCUTS_KEY, usesKeys ? 'on' : 'off');
      set({ usesKeys });
    },
    setHelpOpen: (isHelpOpen) => set({ isHelpOpen }),
    setTheme: (theme) => {
      lasting.set(THEME_KEY, theme);
      set({ theme });
    },
    setLanguage: (language) => {
      lasting.set(LANGUAGE_KEY, language);
      set({ language });
    },
    connectionChanged: async (connection) => {
      set({ connection });
      if (connection !== 'connected') return;
      const { app, resyncRun, refreshRuns } = get();
      await Promise.all([
        app === null
          ? api.invoke('app-info', undefined).then(
              (info) => {
                set({ app: info });
                return info.openedRunId === undefined ? undefined : get().openGiven(info.openedRunId);
              },
              () => undefined,
            )
          : null,
        resyncRun(),
        refreshRuns(),
      ]);
    },
  });
