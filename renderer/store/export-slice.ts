import type { StateCreator } from 'zustand';
import { ok, type Refusal, type Result, refused } from '../../electron/contract/result.ts';
import type { SavedText, TextRequest } from '../../electron/contract/text-save.ts';
import { ask } from './ask.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** A request without the run, which is the one on the screen. */
type OwnText<R> = R extends unknown ? Omit<R, 'runId'> : never;
/** A text that the page asks for. */
export type WantedText = OwnText<TextRequest>;

/** How the last saving of a text went. `by-hand` a page has no printer of its own: how it is done is said instead. */
type ExportState =
  | { readonly kind: 'none' | 'saving' | 'cancelled' | 'by-hand' }
  | { readonly kind: 'saved'; readonly path: string }
  | { readonly kind: 'downloaded'; readonly fileName: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Files that are made of the run on the screen, besides the bundle. */
export interface ExportSlice {
  readonly exported: ExportState;
  /** Saves a text of the run: the host asks where, or the browser downloads it. */
  saveText(wanted: WantedText): Promise<ExportState>;
  /** The report as PDF, by the desktop host's own printing. */
  printReport(): Promise<void>;
}

/** Saving of reports and of messages. */
export const exportSlice =
  ({ api, download }: StoreTools): StateCreator<WizardState, [], [], ExportSlice> =>
  (set, get) => {
    const settle = (saved: Result<SavedText>): ExportState => {
      if (!saved.ok) return { kind: 'refused', refusal: saved.error };
      const { value } = saved;
      if (value.kind !== 'text') return value;
      const { fileName, mediaType, text } = value;
      download(fileName, mediaType, text);
      return { kind: 'downloaded', fileName };
    };
    const begin = (): string | undefined => {
      const { runId, exported } = get();
      if (runId === null || exported.kind === 'saving') return undefined;
      set({ exported: { kind: 'saving' } });
      return runId;
    };
    return {
      exported: { kind: 'none' },
      saveText: async (wanted) => {
        const runId = begin();
        if (runId === undefined) return { kind: 'cancelled' };
        const exported = settle(await ask(api.invoke('text-save', { ...wanted, runId })));
        set({ exported });
        return exported;
      },
      printReport: async () => {
        if (get().app?.host !== 'desktop') return set({ exported: { kind: 'by-hand' } });
        const runId = begin();
        if (runId === undefined) return;
        const printed = await ask(api.invoke('report-print', { runId }));
        set({
          exported: settle(
            printed.ok ? ok(printed.value) : refused(printed.error.code, printed.error.message),
          ),
        });
      },
    };
  };
