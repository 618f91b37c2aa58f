import type { Finding } from '../../electron/contract/findings.ts';
import { type CheckState, checksInOrder, type RunState } from '../../electron/contract/run-state.ts';
import { type CheckStep, isCheckStep, screenOf } from './check-steps.ts';

/**
 * A finding as it is told from others: one cause at one subject. A practice site that is mended has other ports, so there it is
 * the cause alone.
 */
const keyOf = ({ cause, subject }: Pick<Finding, 'cause' | 'subject'>, { run }: RunState): string =>
  run?.practice === undefined ? `${cause} ${subject}` : cause;

/** What is looked at again: one finding, or all of a step. */
export interface WatchTarget {
  readonly steps: readonly CheckStep[];
  readonly finding: Shown | null;
}

/** A finding with the kinds of check that showed it: what is probed may have another address by the time it is mended. */
interface Shown {
  readonly finding: Finding;
  readonly by: readonly Pick<CheckState, 'step' | 'probe'>[];
}

const shown = (finding: Finding, run: RunState): Shown => ({
  finding,
  by: finding.evidence.flatMap((id) => ownCheck(run, id) ?? []),
});

/** Looks at one finding with all steps whose checks show it; those of this machine are part of every run. */
export function targetOf(finding: Finding, run: RunState): WatchTarget {
  const { by } = shown(finding, run);
  const steps = by.map(({ step }) => step).filter(isCheckStep);
  return {
    steps: steps.length > 0 ? [...new Set(steps)] : ['console'],
    finding: { finding, by: by.map(({ step, probe }) => ({ step, probe })) },
  };
}

/** A finished run with what was concluded from it. */
export interface Seen {
  readonly run: RunState;
  readonly findings: readonly Finding[];
  readonly unexplained: readonly string[] | null;
}

/**
 * What became of a finding. `gone` what showed it was looked at again and does not show it any more · `still` it is there ·
 * `unclear` nothing of what showed it was looked at again, so nobody knows.
 */
export type FindingVerdict = 'gone' | 'still' | 'unclear';

/** What became of a finding in a later run. */
export function verdictOn({ finding, by }: Shown, later: Seen): FindingVerdict {
  if (later.findings.some((each) => keyOf(each, later.run) === keyOf(finding, later.run))) return 'still';
  const same = finding.evidence.flatMap((id) => ownCheck(later.run, id) ?? []);
  const alike = checksInOrder(later.run).filter((check) =>
    by.some(({ step, probe }) => check.step === step && check.probe === probe),
  );
  return (same.length > 0 ? same : alike).some(wasLookedAt) ? 'gone' : 'unclear';
}

/** Whether all that is looked at is in order: the one finding is gone, or the steps have no fault left. */
export function isGreen({ steps, finding }: WatchTarget, seen: Seen): boolean {
  if (seen.run.ended !== 'completed') return false;
  if (finding !== null) return verdictOn(finding, seen) === 'gone';
  const own = checksInOrder(seen.run).filter((check) => steps.includes(screenOf(check.step)));
  const ids = new Set(own.map(({ id }) => id));
  const isTroubled = seen.findings.some(
    ({ severity, evidence }) => severity !== 'info' && evidence.some((id) => ids.has(id)),
  );
  const isUnexplained = seen.unexplained?.some((id) => ids.has(id)) ?? false;
  return !isTroubled && !isUnexplained && own.some(wasLookedAt);
}

/** A finding as far as it is named in a sentence. */
type Named = Pick<Finding, 'cause' | 'title'>;

/** Findings that went and came between two runs, without those of which nobody knows. */
export interface Change {
  readonly gone: readonly Named[];
  readonly came: readonly Named[];
}

const named = ({ cause, title }: Finding): Named => ({ cause, title });

/** What changed between two runs. */
export function changeBetween(before: Seen, later: Seen): Change {
  const known = new Set(before.findings.map((each) => keyOf(each, before.run)));
  return {
    gone: before.findings.flatMap((each) =>
      verdictOn(shown(each, before.run), later) === 'gone' ? named(each) : [],
    ),
    came: later.findings.flatMap((each) => (known.has(keyOf(each, later.run)) ? [] : named(each))),
  };
}

/**
 * Why steps are not looked at again by themselves. `login` the finding is about a login, and each refused one counts towards
 * locking the account · `proxy-login` the proxy refuses the login that each round would send · `message` it takes a message that
 * somebody has to agree to.
 */
export type WatchObstacle = 'login' | 'proxy-login' | 'message';

/** Why a target cannot be watched; undefined when it can. */
export function watchObstacle({ finding }: WatchTarget, run: RunState): WatchObstacle | undefined {
  const checks = checksInOrder(run);
  const refusesLogin = checks.some(
    (check) =>
      check.phase === 'finished' &&
      check.outcome?.kind === 'proxy' &&
      check.outcome.login === 'sent' &&
      check.outcome.http?.status === 407,
  );
  if (refusesLogin) return 'proxy-login';
  const probes = new Set(finding?.by.map(({ probe }) => probe));
  if (probes.has('ldap-bind')) return 'login';
  return probes.has('syslog-message') ? 'message' : undefined;
}

const wasLookedAt = (check: CheckState | undefined): boolean =>
  check?.phase === 'finished' &&
  check.seenAt === undefined &&
  (check.status === 'passed' || check.status === 'warned' || check.status === 'failed');

const ownCheck = (run: RunState, id: string): CheckState | undefined =>
  Object.hasOwn(run.checks, id) ? run.checks[id] : undefined;
