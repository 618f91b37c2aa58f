import type { StateCreator } from 'zustand';
import type { RunSnapshot } from '../../electron/contract/channels.ts';
import { compareRuns, type RunComparison } from '../../electron/contract/comparison/compare-runs.ts';
import type { Refusal } from '../../electron/contract/result.ts';
import { type RunState, reduceRun } from '../../electron/contract/run-state.ts';
import { ask } from './ask.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** What the page shows: a step of the wizard, the runs that are kept, or two of them side by side. */
export type Place = 'steps' | 'history' | 'compare';

/** One of two runs that are compared. */
export interface ComparedSide {
  readonly runId: string;
  readonly run: NonNullable<RunState['run']>;
  readonly ended: RunState['ended'];
  /** The bundle that it came out of. */
  readonly fileName?: string;
}

/** How the comparison stands. */
export type Compared =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      readonly kind: 'ready';
      readonly before: ComparedSide;
      readonly after: ComparedSide;
      readonly comparison: RunComparison;
    };

/** What the History screen and the comparison hold. */
export interface HistorySlice {
  readonly place: Place;
  /** Ids of the runs that are ticked. */
  readonly chosenRuns: readonly string[];
  readonly compared: Compared;
  /** Why a run could not be removed. */
  readonly historyProblem: Refusal | null;
  openHistory(): void;
  toggleRun(runId: string): void;
  /** Compares two runs, the earlier one first. */
  compareChosen(): Promise<void>;
  /** Compares an earlier run with the one on the screen. */
  compareWith(earlierId: string): Promise<void>;
  swapCompared(): Promise<void>;
  /** Removes kept runs for good, one after the other, and stops at the first that cannot be removed. */
  deleteRuns(runIds: readonly string[]): Promise<void>;
}

/** The runs of this machine, besides the one on the screen. */
export const historySlice =
  ({ api }: StoreTools): StateCreator<WizardState, [], [], HistorySlice> =>
  (set, get) => {
    const compare = async (beforeId: string, afterId: string): Promise<void> => {
      set({ place: 'compare', hasMoved: true, compared: { kind: 'reading' } });
      const [before, after] = await Promise.all([
        ask(api.invoke('run-open', { runId: beforeId })),
        ask(api.invoke('run-open', { runId: afterId })),
      ]);
      if (get().place !== 'compare') return;
      if (!before.ok) return set({ compared: { kind: 'refused', refusal: before.error } });
      if (!after.ok) return set({ compared: { kind: 'refused', refusal: after.error } });
      set({ compared: comparedOf(before.value, after.value) });
    };

    return {
      place: 'steps',
      chosenRuns: [],
      compared: { kind: 'none' },
      historyProblem: null,
      openHistory: () => {
        set({ place: 'history', hasMoved: true, historyProblem: null });
        void get().refreshRuns();
      },
      toggleRun: (runId) =>
        set(({ chosenRuns }) => ({
          chosenRuns: chosenRuns.includes(runId)
            ? chosenRuns.filter((chosen) => chosen !== runId)
            : [...chosenRuns, runId],
        })),
      compareChosen: async () => {
        const { chosenRuns, recentRuns, openedRuns } = get();
        const [before, after] = [...openedRuns, ...recentRuns]
          .filter(({ runId }) => chosenRuns.includes(runId))
          .sort((one, other) => Date.parse(one.startedAt) - Date.parse(other.startedAt));
        if (before !== undefined && after !== undefined) await compare(before.runId, after.runId);
      },
      compareWith: async (earlierId) => {
        const { runId } = get();
        if (runId !== null) await compare(earlierId, runId);
      },
      swapCompared: async () => {
        const { compared } = get();
        if (compared.kind === 'ready') await compare(compared.after.runId, compared.before.runId);
      },
      deleteRuns: async (runIds) => {
        set({ historyProblem: null });
        for (const runId of runIds) {
          const removed = await ask(api.invoke('run-delete', { runId }));
          if (!removed.ok && removed.error.code !== 'no-run') {
            set({ historyProblem: removed.error });
            break;
          }
          if (get().runId === runId) get().leaveRun();
          set(({ chosenRuns }) => ({ chosenRuns: chosenRuns.filter((chosen) => chosen !== runId) }));
        }
        await get().refreshRuns();
      },
    };
  };

function comparedOf(before: RunSnapshot, after: RunSnapshot): Compared {
  const old = reduceRun(before.events);
  const now = reduceRun(after.events);
  if (old.run === null || now.run === null)
    return { kind: 'refused', refusal: { code: 'empty-run', message: '' } };
  return {
    kind: 'ready',
    before: sideOf(before, old, old.run),
    after: sideOf(after, now, now.run),
    comparison: compareRuns(
      { state: old, findings: before.findings },
      { state: now, findings: after.findings },
    ),
  };
}

const sideOf = (
  { runId, origin }: RunSnapshot,
  { ended }: RunState,
  run: NonNullable<RunState['run']>,
): ComparedSide => ({
  runId,
  run,
  ended,
  ...(origin === undefined ? {} : { fileName: origin.fileName }),
});
