import type { StateCreator } from 'zustand';
import { type RunOrigin, UPLOAD_LIMIT_BYTES, UPLOAD_PIECE_BYTES } from '../../electron/contract/channels.ts';
import type { Refusal, Result } from '../../electron/contract/result.ts';
import { ask } from './ask.ts';
import { type BundleFile, toBase64 } from './bundle-file.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** How the opening of a bundle stands. */
type Opening =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'reading';
      readonly name: string;
      readonly sizeBytes: number;
      readonly doneBytes: number;
    }
  | { readonly kind: 'too-large'; readonly name: string }
  | { readonly kind: 'refused'; readonly name: string; readonly refusal: Refusal };

/** A bundle that is open in this page, as it stands in the list of runs. */
export interface OpenedRun {
  readonly runId: string;
  readonly name: string;
  readonly startedAt: string;
  readonly fileName: string;
}

/** What the store holds of bundles that others made. */
export interface OpenedSlice {
  /** Where the run on the screen came from, when it came out of a bundle: it can then be read and nothing else. */
  readonly origin: RunOrigin | null;
  readonly opening: Opening;
  readonly openedRuns: readonly OpenedRun[];
  /** Hands a bundle to the host and shows the run in it. */
  openBundle(file: BundleFile): Promise<void>;
  /** Shows the bundle that the program was started with, once. */
  openGiven(runId: string): Promise<void>;
  /** Takes the bundle off the screen. It stays in the list until the program ends. */
  closeBundle(): void;
  forgetOpening(): void;
}

const GIVEN_KEY = 'given-bundle';

/** Bundles: chosen, handed over in pieces, and shown. */
export const openedSlice =
  ({ api, session }: StoreTools): StateCreator<WizardState, [], [], OpenedSlice> =>
  (set, get) => {
    const handOver = async (file: BundleFile): Promise<Result<{ runId: string }>> => {
      const { name, sizeBytes } = file;
      // An empty file is handed over too: what is wrong with it is the host's to say.
      for (let atByte = 0; atByte === 0 || atByte < sizeBytes; atByte += UPLOAD_PIECE_BYTES) {
        const piece = await file.read(atByte, Math.min(sizeBytes, atByte + UPLOAD_PIECE_BYTES));
        const taken = await ask(api.invoke('bundle-upload', { atByte, base64: toBase64(piece) }));
        if (!taken.ok) return taken;
        set({ opening: { kind: 'reading', name, sizeBytes, doneBytes: atByte + piece.length } });
      }
      return ask(api.invoke('bundle-open', { fileName: name.slice(0, 255) }));
    };

    const show = async (runId: string): Promise<void> => {
      await get().stopWatch();
      await get().openRun(runId, 'restored');
      const { origin, run } = get();
      if (get().runId !== runId || origin === null || run.run === null) return;
      const opened = {
        runId,
        name: run.run.profile.name,
        startedAt: run.run.startedAt,
        fileName: origin.fileName,
      };
      set(({ openedRuns }) => ({
        openedRuns: [opened, ...openedRuns.filter((other) => other.runId !== runId)],
      }));
      get().goTo('review');
    };

    return {
      origin: null,
      opening: { kind: 'none' },
      openedRuns: [],
      openBundle: async (file) => {
        const { name, sizeBytes } = file;
        if (get().opening.kind === 'reading') return;
        if (sizeBytes > UPLOAD_LIMIT_BYTES) return set({ opening: { kind: 'too-large', name } });
        set({ opening: { kind: 'reading', name, sizeBytes, doneBytes: 0 } });
        const opened = await handOver(file).catch(unreadable);
        if (!opened.ok) return set({ opening: { kind: 'refused', name, refusal: opened.error } });
        set({ opening: { kind: 'none' } });
        await show(opened.value.runId);
      },
      openGiven: async (runId) => {
        // A reload comes back to where the engineer was, and not to where the program began.
        if (session.get(GIVEN_KEY) === runId) return;
        session.set(GIVEN_KEY, runId);
        await show(runId);
      },
      closeBundle: () => {
        get().leaveRun();
        get().goTo('site');
      },
      forgetOpening: () => set({ opening: { kind: 'none' } }),
    };
  };

/** A file that was moved or changed since it was chosen cannot be read by the page any more. */
function unreadable(): Result<never> {
  return { ok: false, error: { code: 'file-unreadable', message: '' } };
}
