import type { StateCreator } from 'zustand';
import type { SavedBundle } from '../../electron/contract/channels.ts';
import type { Refusal } from '../../electron/contract/result.ts';
import { ask } from './ask.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** How far the bundle of the current run is. */
export type BundleState =
  | { readonly kind: 'none' | 'saving' | 'cancelled' }
  | { readonly kind: 'done'; readonly saved: Exclude<SavedBundle, { kind: 'cancelled' }> }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What the Bundle screen holds. */
export interface BundleSlice {
  readonly caseNumber: string;
  readonly note: string;
  readonly bundle: BundleState;
  setCaseNumber(text: string): void;
  setNote(text: string): void;
  saveBundle(): Promise<void>;
  /** A bundle belongs to one run; case number and note stay. */
  forgetBundle(): void;
}

const CASE_NUMBER_LIMIT = 60;
const NOTE_LIMIT = 4000;

/** The Bundle screen. */
export const bundleSlice =
  ({ api }: StoreTools): StateCreator<WizardState, [], [], BundleSlice> =>
  (set, get) => ({
    caseNumber: '',
    note: '',
    bundle: { kind: 'none' },
    setCaseNumber: (text) => set({ caseNumber: text.slice(0, CASE_NUMBER_LIMIT) }),
    setNote: (text) => set({ note: text.slice(0, NOTE_LIMIT) }),
    forgetBundle: () => set({ bundle: { kind: 'none' }, exported: { kind: 'none' } }),
    saveBundle: async () => {
      const { runId, caseNumber, note, bundle } = get();
      if (runId === null || bundle.kind === 'saving') return;
      set({ bundle: { kind: 'saving' } });
      const answer = await ask(
        api.invoke('bundle-save', {
          runId,
          ...(caseNumber.trim() === '' ? {} : { caseNumber: caseNumber.trim() }),
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        }),
      );
      // Another run may be on the screen by now; its bundle has not been saved.
      if (get().runId !== runId) return;
      if (!answer.ok) set({ bundle: { kind: 'refused', refusal: answer.error } });
      else if (answer.value.kind === 'cancelled') set({ bundle: { kind: 'cancelled' } });
      else set({ bundle: { kind: 'done', saved: answer.value } });
    },
  });
