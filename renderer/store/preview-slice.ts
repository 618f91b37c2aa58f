import type { StateCreator } from 'zustand';
import {
  type BundleChoices,
  type BundlePreview,
  DEFAULT_BUNDLE_CHOICES,
  type PreviewPage,
  REQUIRED_FILES,
} from '../../electron/contract/bundle-preview.ts';
import type { Refusal } from '../../electron/contract/result.ts';
import { ask } from './ask.ts';
import { caseOf } from './bundle-slice.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** How the reading of a preview stands; the preview before it stays until a newer one is there. */
type Previewing =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'reading';
      readonly file: string;
      readonly filesDone: number;
      readonly doneBytes: number;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What of a file is looked at. */
export type FileView = 'whole' | 'replaced';

/** The file of the bundle that is looked at, and its page as far as it has arrived. */
export interface ShownFile {
  readonly name: string;
  readonly view: FileView;
  readonly page: number;
  readonly isReading: boolean;
  readonly content: PreviewPage | null;
  readonly refusal: Refusal | null;
}

/** What the Bundle screen knows of a bundle before it is written. */
export interface PreviewSlice {
  readonly choices: BundleChoices;
  readonly preview: BundlePreview | null;
  readonly previewing: Previewing;
  readonly shownFile: ShownFile | null;
  /** Asks the host to read every file; a later question takes the place of one that is under way. */
  readPreview(): Promise<void>;
  /** Changes what every file depends on, and reads the preview anew. */
  choose(change: Partial<Omit<BundleChoices, 'leaveOut'>>): void;
  /** Leaves files out, or takes them in again. Those that a bundle cannot be read without stay. */
  leaveOut(names: readonly string[], isOut: boolean): void;
  showFile(name: string): void;
  turnPage(page: number): void;
  viewFile(view: FileView): void;
  hideFile(): void;
  /** The preview belongs to one run, and so do the files and runs that were named. */
  forgetPreview(): void;
}

const NO_PREVIEW = { preview: null, previewing: { kind: 'idle' }, shownFile: null } as const;

/** The preview of a bundle, and what is chosen of it. */
export const previewSlice =
  ({ api }: StoreTools): StateCreator<WizardState, [], [], PreviewSlice> =>
  (set, get) => {
    let asked = 0;
    let turned = 0;
    api.listen('bundle-progress', ({ doing, file, filesDone, doneBytes }) => {
      if (doing === 'preview' && get().previewing.kind === 'reading')
        set({ previewing: { kind: 'reading', file, filesDone, doneBytes } });
    });

    const readPage = async (name: string, page: number, view: FileView): Promise<void> => {
      const { runId, shownFile } = get();
      if (runId === null) return;
      turned += 1;
      const mine = turned;
      const content = shownFile?.name === name ? shownFile.content : null;
      set({ shownFile: { name, page, view, isReading: true, content, refusal: null } });
      const answer = await ask(api.invoke('bundle-page', { runId, name, page, view }));
      if (mine !== turned || get().shownFile === null) return;
      set({
        shownFile: {
          name,
          page,
          view,
          isReading: false,
          content: answer.ok ? answer.value : content,
          refusal: answer.ok ? null : answer.error,
        },
      });
    };

    return {
      ...NO_PREVIEW,
      choices: DEFAULT_BUNDLE_CHOICES,
      readPreview: async () => {
        const { runId, choices, run } = get();
        if (runId === null || run.phase !== 'finished') return;
        asked += 1;
        const mine = asked;
        set({ previewing: { kind: 'reading', file: '', filesDone: 0, doneBytes: 0 } });
        const answer = await ask(api.invoke('bundle-preview', { runId, ...caseOf(get()), choices }));
        if (mine !== asked) return;
        if (answer.ok) set({ preview: answer.value, previewing: { kind: 'idle' } });
        else if (answer.error.code === 'superseded') set({ previewing: { kind: 'idle' } });
        else set({ previewing: { kind: 'refused', refusal: answer.error } });
      },
      choose: (change) => {
        set(({ choices }) => ({ choices: { ...choices, ...change } }));
        void get().readPreview();
      },
      leaveOut: (names, isOut) =>
        set(({ choices }) => {
          const others = choices.leaveOut.filter((name) => !names.includes(name));
          const added = isOut ? names.filter((name) => !REQUIRED_FILES.includes(name)) : [];
          return { choices: { ...choices, leaveOut: [...others, ...added] } };
        }),
      showFile: (name) => void readPage(name, 0, 'replaced'),
      turnPage: (page) => {
        const { shownFile } = get();
        if (shownFile !== null) void readPage(shownFile.name, page, shownFile.view);
      },
      viewFile: (view) => {
        const { shownFile } = get();
        if (shownFile !== null && shownFile.view !== view) void readPage(shownFile.name, 0, view);
      },
      hideFile: () => {
        turned += 1;
        set({ shownFile: null });
      },
      forgetPreview: () => {
        asked += 1;
        turned += 1;
        set(({ choices }) => ({ ...NO_PREVIEW, choices: { ...choices, leaveOut: [], otherRuns: [] } }));
      },
    };
  };
