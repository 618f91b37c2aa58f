import type { CheckStatus } from '../../electron/contract/checks.ts';
import { checksInOrder, type RunState } from '../../electron/contract/run-state.ts';
import { screenOf } from './check-steps.ts';
import type { WatchTarget } from './watch-verdict.ts';

/** What a round of a watch saw of one check. */
interface RoundCheck {
  readonly id: string;
  readonly title: string;
  readonly status: CheckStatus;
  readonly elapsedMs: number;
}

/** One round of a watch: when it ended, and the checks that are watched. */
export interface WatchRound {
  readonly at: string;
  readonly checks: readonly RoundCheck[];
}

/** Rounds that are kept; a watch may go on for a day. */
const MOST_ROUNDS = 24;
/** Checks of one round that are kept: a site may have hundreds. */
const MOST_CHECKS = 40;

/** The rounds with one more: what this run itself saw of what is watched. */
export function withRound(
  rounds: readonly WatchRound[],
  { steps, finding }: WatchTarget,
  run: RunState,
  at: string,
): readonly WatchRound[] {
  const watched = finding === null ? undefined : new Set(finding.finding.evidence);
  const checks = checksInOrder(run).flatMap((check): RoundCheck[] => {
    if (check.phase !== 'finished' || check.seenAt !== undefined || check.probe === 'none') return [];
    const isWatched =
      watched === undefined ? steps.some((step) => screenOf(check.step) === step) : watched.has(check.id);
    if (!isWatched) return [];
    const { id, title, status, elapsedMs } = check;
    return [{ id, title, status, elapsedMs }];
  });
  return [...rounds, { at, checks: checks.slice(0, MOST_CHECKS) }].slice(-MOST_ROUNDS);
}
