import type { StateCreator } from 'zustand';
import type { BundleProgress } from '../../electron/contract/bundle-saving.ts';
import type { SavedBundle } from '../../electron/contract/channels.ts';
import type { Refusal } from '../../electron/contract/result.ts';
import { ask } from './ask.ts';
import { sealingOf } from './sealing-slice.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** How far the bundle of the current run is. */
export type BundleState =
  | { readonly kind: 'none' | 'cancelled' | 'stopped' }
  | { readonly kind: 'saving'; readonly progress: BundleProgress | null }
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
  /** Stops the writing; nothing is left of the bundle. */
  cancelBundle(): Promise<void>;
  /** A bundle belongs to one run; case number, note and what is to be hidden stay. */
  forgetBundle(): void;
}

const CASE_NUMBER_LIMIT = 60;
const NOTE_LIMIT = 4000;

/** Case number and note as a question carries them: what is empty is absent. */
export function caseOf({ caseNumber, note }: Pick<BundleSlice, 'caseNumber' | 'note'>): {
  caseNumber?: string;
  note?: string;
} {
  return {
    ...(caseNumber.trim() === '' ? {} : { caseNumber: caseNumber.trim() }),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
  };
}

/** The Bundle screen. */
export const bundleSlice =
  ({ api }: StoreTools): StateCreator<WizardState, [], [], BundleSlice> =>
  (set, get) => {
    api.listen('bundle-progress', (progress) => {
      if (progress.doing === 'write' && get().bundle.kind === 'saving')
        set({ bundle: { kind: 'saving', progress } });
    });
    return {
      caseNumber: '',
      note: '',
      bundle: { kind: 'none' },
      setCaseNumber: (text) => set({ caseNumber: text.slice(0, CASE_NUMBER_LIMIT) }),
      setNote: (text) => set({ note: text.slice(0, NOTE_LIMIT) }),
      forgetBundle: () => {
        get().forgetPreview();
        set({ bundle: { kind: 'none' } });
      },
      cancelBundle: async () => {
        await ask(api.invoke('bundle-cancel', undefined).then(() => ({ ok: true, value: null }) as const));
      },
      saveBundle: async () => {
        const { runId, choices, sealingForm, bundle } = get();
        if (runId === null || bundle.kind === 'saving') return;
        set({ bundle: { kind: 'saving', progress: null } });
        const sealing = sealingOf(sealingForm);
        const answer = await ask(
          api.invoke('bundle-save', {
            runId,
            ...caseOf(get()),
            choices,
            ...(sealing === undefined ? {} : { sealing }),
          }),
        );
        // Another run may be on the screen by now; its bundle has not been saved.
        if (get().runId !== runId) return;
        if (!answer.ok)
          set({
            bundle:
              answer.error.code === 'cancelled'
                ? { kind: 'stopped' }
                : { kind: 'refused', refusal: answer.error },
          });
        else if (answer.value.kind === 'cancelled') set({ bundle: { kind: 'cancelled' } });
        else set({ bundle: { kind: 'done', saved: answer.value } });
      },
    };
  };
