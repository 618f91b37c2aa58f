import type { CheckStatus } from '../checks.ts';
import type { Finding } from '../findings.ts';
import { type CheckState, checksInOrder, type RunState } from '../run-state.ts';
import { compareAddresses, type SetChange } from './compare-addresses.ts';
import { type CertificateChange, compareCertificates } from './compare-certificates.ts';
import { compareFindings, type FindingChange } from './compare-findings.ts';
import { compareSites, type ValueChange } from './compare-sites.ts';
import { byKey, comparisonKeys, eitherKey, inOrder } from './comparison-keys.ts';

/** A run with what was concluded from it. */
export interface ComparedRun {
  readonly state: RunState;
  readonly findings: readonly Finding[];
}

/** How a check stood in one of two runs. */
export interface CheckSide {
  readonly title: string;
  readonly target: string;
  readonly status: CheckStatus | 'running';
  /** The outcome's own word, such as `filtered` or `refused`; absent where the check has no outcome. */
  readonly code?: string;
  readonly reason?: string;
}

/** A check that came out otherwise, or that only one of the runs holds; the absent side did not hold it. */
export interface CheckChange {
  readonly key: string;
  readonly before?: CheckSide;
  readonly after?: CheckSide;
}

/** A check that came out the same and took at least twice or half as long. */
export interface TimingChange {
  readonly key: string;
  readonly before: TimedSide;
  readonly after: TimedSide;
}

/** How long a check took in one of two runs. */
interface TimedSide {
  readonly title: string;
  readonly target: string;
  readonly elapsedMs: number;
}

/** What differs between two runs. Every list is empty for two runs that showed the same. */
export interface RunComparison {
  readonly site: readonly ValueChange[];
  readonly findings: readonly FindingChange[];
  readonly checks: readonly CheckChange[];
  readonly addresses: readonly SetChange[];
  readonly certificates: readonly CertificateChange[];
  readonly timings: readonly TimingChange[];
}

/** Below this a difference says nothing: schedulers and caches make as much. */
const TELLING_DIFFERENCE_MS = 100;
const TELLING_FACTOR = 2;

/**
 * What changed from one run to another, told from what both hold and from nothing else: a pure function of the two.
 * A run compared with itself gives empty lists. With the sides swapped each change is the same with its sides swapped.
 */
export function compareRuns(before: ComparedRun, after: ComparedRun): RunComparison {
  const checksBefore = checksOf(before.state);
  const checksAfter = checksOf(after.state);
  return {
    site: compareSites(before.state, after.state),
    findings: compareFindings(
      { findings: before.findings, keyOf: comparisonKeys(before.state) },
      { findings: after.findings, keyOf: comparisonKeys(after.state) },
    ),
    checks: compareChecks(checksBefore, checksAfter),
    addresses: compareAddresses(before.state, after.state),
    certificates: compareCertificates(before.state, after.state),
    timings: compareTimings(checksBefore, checksAfter),
  };
}

/** True when two runs showed the same. */
export const isSame = (comparison: RunComparison): boolean =>
  Object.values(comparison).every((changes: readonly unknown[]) => changes.length === 0);

type Checks = ReadonlyMap<string, CheckState>;

function checksOf(state: RunState): Checks {
  const keyOf = comparisonKeys(state);
  return byKey(checksInOrder(state), ({ id }) => keyOf(id));
}

function compareChecks(before: Checks, after: Checks): CheckChange[] {
  const changes = eitherKey(before, after).flatMap((key): CheckChange[] => {
    const old = before.get(key);
    const now = after.get(key);
    const was = old === undefined ? undefined : sideOf(old);
    const is = now === undefined ? undefined : sideOf(now);
    if (was?.status === is?.status && was?.code === is?.code) return [];
    return [
      { key, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) },
    ];
  });
  return changes.sort((left, right) => weight(right) - weight(left) || inOrder(left.key, right.key));
}

function sideOf(check: CheckState): CheckSide {
  const { title, target } = check;
  if (check.phase === 'running') return { title, target, status: 'running' };
  const { status, reason, outcome } = check;
  return {
    title,
    target,
    status,
    ...(outcome === undefined ? {} : { code: outcome.code }),
    ...(reason === undefined ? {} : { reason }),
  };
}

const GRAVITY: Readonly<Record<CheckSide['status'], number>> = {
  failed: 5,
  error: 4,
  warned: 3,
  running: 2,
  passed: 1,
  skipped: 0,
};

/** What failed on either side comes first; the same for both directions. */
const weight = ({ before, after }: CheckChange): number =>
  Math.max(
    before === undefined ? 0 : GRAVITY[before.status],
    after === undefined ? 0 : GRAVITY[after.status],
  );

function compareTimings(before: Checks, after: Checks): TimingChange[] {
  const changes = eitherKey(before, after).flatMap((key): TimingChange[] => {
    const old = before.get(key);
    const now = after.get(key);
    if (old?.phase !== 'finished' || now?.phase !== 'finished') return [];
    // A check that came out otherwise took another time for that reason.
    if (old.status !== now.status || old.outcome?.code !== now.outcome?.code) return [];
    if (old.status === 'skipped' || old.outcome === undefined) return [];
    const less = Math.min(old.elapsedMs, now.elapsedMs);
    const more = Math.max(old.elapsedMs, now.elapsedMs);
    if (more - less < TELLING_DIFFERENCE_MS || more < less * TELLING_FACTOR) return [];
    return [{ key, before: timedSide(old), after: timedSide(now) }];
  });
  const difference = ({ before: was, after: is }: TimingChange): number =>
    Math.abs(is.elapsedMs - was.elapsedMs);
  return changes.sort((left, right) => difference(right) - difference(left) || inOrder(left.key, right.key));
}

const timedSide = ({ title, target, elapsedMs }: CheckState & { phase: 'finished' }): TimedSide => ({
  title,
  target,
  elapsedMs,
});
