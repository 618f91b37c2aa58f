import type { CheckStatus } from '../../electron/contract/checks.ts';
import type { Finding, Severity } from '../../electron/contract/findings.ts';
import { type CheckState, checksInOrder, type RunState } from '../../electron/contract/run-state.ts';

/** How many checks stand how. */
export type Counts = Readonly<Record<CheckStatus | 'running', number>>;

/** Counts the checks by status; one that runs still is `running`. */
export function countChecks(checks: readonly CheckState[]): Counts {
  const counts = { running: 0, passed: 0, warned: 0, failed: 0, skipped: 0, error: 0 };
  for (const check of checks) counts[check.phase === 'running' ? 'running' : check.status] += 1;
  return counts;
}

/** Checks that were carried out, whatever they showed. */
export const carriedOut = (counts: Counts): number => counts.passed + counts.warned + counts.failed;

/**
 * What a run comes to, and no more than was checked.
 * `unexplained` checks failed and no cause was found · `incomplete` the run was ended first, without a finding until then ·
 * `nothing-checked` not one check was carried out.
 */
export type Conclusion =
  | 'not-started'
  | 'running'
  | 'problems'
  | 'warnings'
  | 'healthy'
  | 'unexplained'
  | 'incomplete'
  | 'nothing-checked';

/** A run with what was concluded from it. */
export interface Concluded {
  readonly run: RunState;
  readonly findings: readonly Finding[];
  /** Null where the host did not say. */
  readonly unexplained: readonly string[] | null;
}

/** The conclusion of a run as it stands. */
export function concludeRun(concluded: Concluded): Conclusion {
  const { run, findings } = concluded;
  if (run.phase === 'empty') return 'not-started';
  if (run.phase === 'running') return 'running';
  // Not `worstSeverity` of the report: with it every schema of the contract would be part of the page.
  const has = (severity: Severity) => findings.some((finding) => finding.severity === severity);
  if (has('error')) return 'problems';
  if (unexplainedChecks(concluded).length > 0) return 'unexplained';
  if (has('warning')) return 'warnings';
  if (run.ended !== 'completed') return 'incomplete';
  return carriedOut(countChecks(checksInOrder(run))) === 0 ? 'nothing-checked' : 'healthy';
}

/**
 * Ids of failed checks that no finding accounts for. Only the host knows which failures are harmless; without its word every
 * one that is no evidence of anything counts.
 */
export function unexplainedChecks({ run, findings, unexplained }: Concluded): readonly string[] {
  if (unexplained !== null) return unexplained;
  const accounted = new Set(
    findings.flatMap(({ evidence, explainsChecks }) => [...evidence, ...explainsChecks]),
  );
  return checksInOrder(run).flatMap((check) =>
    check.phase === 'finished' &&
    (check.status === 'failed' || check.status === 'error') &&
    !accounted.has(check.id)
      ? check.id
      : [],
  );
}

/**
 * The rows of the screen that a run is started from: every check that the run makes, also those that a profile asked for beyond
 * the Console. A step that is not part of the run has one row too, which says so; it belongs to the review.
 */
export const consoleChecks = (run: RunState): CheckState[] =>
  checksInOrder(run).filter(({ step, probe }) => step === 'console' || probe !== 'none');

/** Checks about one subject, in the order in which they appeared. */
export interface SubjectGroup {
  readonly subject: string;
  readonly checks: readonly CheckState[];
}

/** Arranges checks by subject; subjects and checks keep the order in which they appeared, for ever. */
export function groupBySubject(checks: readonly CheckState[]): SubjectGroup[] {
  const groups = new Map<string, CheckState[]>();
  for (const check of checks) {
    const group = groups.get(check.subject);
    if (group === undefined) groups.set(check.subject, [check]);
    else group.push(check);
  }
  return [...groups].map(([subject, members]) => ({ subject, checks: members }));
}

/** Findings by who can fix them; the owner of the root cause comes first. */
export function groupByOwner(
  findings: readonly Finding[],
): { readonly owner: Finding['remedy']['owner']; readonly findings: readonly Finding[] }[] {
  const groups = new Map<Finding['remedy']['owner'], Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.remedy.owner);
    if (group === undefined) groups.set(finding.remedy.owner, [finding]);
    else group.push(finding);
  }
  return [...groups].map(([owner, members]) => ({ owner, findings: members }));
}

/** Confidence in words, so that nobody reads 0.82 as a measurement. */
export function confidenceWord(confidence: number): 'almost-certain' | 'likely' | 'possible' {
  if (confidence >= 0.9) return 'almost-certain';
  return confidence >= 0.6 ? 'likely' : 'possible';
}
