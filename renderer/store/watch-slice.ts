import type { StateCreator } from 'zustand';
import type { Refusal } from '../../electron/contract/result.ts';
import { ask, HOST_UNREACHABLE } from './ask.ts';
import { type WatchRound, withRound } from './watch-rounds.ts';
import {
  type Change,
  changeBetween,
  isGreen,
  type Seen,
  verdictOn,
  type WatchTarget,
} from './watch-verdict.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** Between the end of one round and the start of the next: a firewall is not changed faster than this. */
const ROUND_EVERY_MS = 5000;

/**
 * How looking again goes. `checking` a round is under way · `waiting` for the next one · `green` in order, and over ·
 * `still` looked once, and it is still there · `unclear` looked once, and what showed it could not be looked at ·
 * `stopped` it could not go on.
 */
export type WatchPhase = 'checking' | 'waiting' | 'green' | 'still' | 'unclear' | 'stopped';

/** Looking again at one finding or at the steps of one screen: once, or every few seconds. */
export interface Watch {
  readonly target: WatchTarget;
  readonly isRepeated: boolean;
  readonly phase: WatchPhase;
  /** Rounds that were begun. */
  readonly rounds: number;
  /** What the last rounds saw of what is watched. */
  readonly seenRounds: readonly WatchRound[];
  /** When the last round ended. */
  readonly lookedAt: string | null;
  /** The round that is under way. */
  readonly runId: string | null;
  readonly lastChange: (Change & { readonly at: string }) | null;
  /** Why it was stopped; null where somebody did so. */
  readonly problem: Refusal | null;
}

/** Looking again while somebody mends the network. */
export interface WatchSlice {
  readonly watch: Watch | null;
  /** Checks what shows a finding once more; the screen keeps what it shows until the answer is there. */
  checkAgain(target: WatchTarget): Promise<void>;
  /** Checks every few seconds until it is green or somebody stops it. */
  startWatch(target: WatchTarget): Promise<void>;
  /** Resolves when no round is under way any more. */
  stopWatch(): Promise<void>;
  /** Puts the result away. */
  dismissWatch(): void;
}

/**
 * One round is one run, made out of sight and shown when it has ended: what somebody reads meanwhile stays where it is. Rounds
 * never overlap, and the host keeps only the last of them.
 */
export const watchSlice =
  ({ api, later, now }: StoreTools): StateCreator<WizardState, [], [], WatchSlice> =>
  (set, get) => {
    let callOff: (() => void) | undefined;
    /** Counts what was begun and stopped: a round of an earlier turn changes nothing any more. */
    let turn = 0;
    let underWay: Promise<void> = Promise.resolve();
    const wakers = new Set<() => void>();
    /** The end of a round may be heard before the answer to its start. */
    let lastEnded: string | null = null;

    const wake = () => {
      for (const waker of wakers) waker();
      wakers.clear();
    };
    api.listen('run-events', ({ runId, events }) => {
      if (!events.some(({ type }) => type === 'run-finished')) return;
      lastEnded = runId;
      wake();
    });
    api.onConnection(wake);

    const change = (more: Partial<Watch>) =>
      set(({ watch }) => (watch === null ? {} : { watch: { ...watch, ...more } }));

    /** Resolves when a run has ended, or is not known any more. News may be missed: each time that something is heard it asks. */
    const endOf = async (runId: string, isWanted = () => true): Promise<void> => {
      while (lastEnded !== runId && isWanted()) {
        const heard = new Promise<void>((resolve) => void wakers.add(resolve));
        const answer = await ask(api.invoke('run-open', { runId }));
        const isOver = answer.ok
          ? answer.value.events.some(({ type }) => type === 'run-finished')
          : answer.error.code !== HOST_UNREACHABLE;
        if (isOver) return;
        await heard;
      }
    };

    const cancel = async (runId: string): Promise<void> => {
      const cancelled = await ask(api.invoke('run-cancel', { runId }));
      if (cancelled.ok) await endOf(runId);
    };

    const round = async (own: number, { target, isRepeated, rounds }: Watch): Promise<void> => {
      change({ phase: 'checking', rounds: rounds + 1 });
      const started = await get().startUnseen(target.steps, isRepeated ? rounds + 1 : undefined);
      if (own !== turn) return started.ok ? cancel(started.value.runId) : undefined;
      if (!started.ok) {
        const isPause = isRepeated && started.error.code === HOST_UNREACHABLE;
        if (isPause) rest(own);
        else change({ phase: 'stopped', problem: started.error });
        return;
      }
      const { runId } = started.value;
      change({ runId });
      await endOf(runId, () => own === turn);
      if (own !== turn) return;
      change({ runId: null });
      const before = seen(get());
      await get().showRun(runId);
      if (own === turn) judge(own, before);
    };

    const begun = (own: number): void => {
      const { watch } = get();
      if (watch !== null && own === turn) underWay = round(own, watch);
    };

    const judge = (own: number, before: Seen): void => {
      const { watch } = get();
      if (watch === null) return;
      const after = seen(get());
      const changed = changeBetween(before, after);
      const phase = phaseAfter(watch, after);
      change({
        phase,
        lookedAt: now(),
        seenRounds: withRound(watch.seenRounds, watch.target, after.run, now()),
        ...(changed.gone.length + changed.came.length === 0 ? {} : { lastChange: { ...changed, at: now() } }),
      });
      if (phase === 'waiting') rest(own);
    };

    const rest = (own: number): void => {
      change({ phase: 'waiting' });
      callOff = later(() => begun(own), ROUND_EVERY_MS);
    };

    const begin = async (target: WatchTarget, isRepeated: boolean): Promise<void> => {
      await get().stopWatch();
      if (get().isStarting || get().run.phase === 'running') return;
      const fresh = {
        rounds: 0,
        seenRounds: [],
        lookedAt: null,
        runId: null,
        lastChange: null,
        problem: null,
      };
      set({ watch: { target, isRepeated, phase: 'checking', ...fresh } });
      turn += 1;
      begun(turn);
      await underWay;
    };

    return {
      watch: null,
      checkAgain: (target) => begin(target, false),
      startWatch: (target) => begin(target, true),
      stopWatch: async () => {
        callOff?.();
        turn += 1;
        wake();
        const { watch } = get();
        set({ watch: null });
        if (watch !== null && watch.runId !== null) await cancel(watch.runId);
        await underWay;
      },
      dismissWatch: () => set({ watch: null }),
    };
  };

/** What a round that has ended comes to. */
function phaseAfter({ target, isRepeated }: Watch, after: Seen): WatchPhase {
  if (after.run.ended !== 'completed') return 'stopped';
  if (isGreen(target, after)) return 'green';
  if (isRepeated) return 'waiting';
  return target.finding !== null && verdictOn(target.finding, after) === 'unclear' ? 'unclear' : 'still';
}

const seen = ({ run, findings, unexplained }: WizardState): Seen => ({ run, findings, unexplained });
