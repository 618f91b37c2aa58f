import type { CheckStatus } from '../../electron/contract/checks.ts';
import type { Finding, Severity } from '../../electron/contract/findings.ts';
import { type CheckState, checksInOrder, type RunState } from '../../electron/contract/run-state.ts';
import { type CheckStep, screenOf } from '../store/check-steps.ts';

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
 * `nothing-checked` not one check was carried out · `left-out` the run has no check of this screen.
 */
export type Conclusion =
  | 'not-started'
  | 'running'
  | 'problems'
  | 'warnings'
  | 'healthy'
  | 'unexplained'
  | 'incomplete'
  | 'nothing-checked'
  | 'left-out';

/** A run with what was concluded from it. */
export interface Concluded {
  readonly run: RunState;
  readonly findings: readonly Finding[];
  /** Null where the host did not say. */
  readonly unexplained: readonly string[] | null;
}

/** One screen's part of a run, or all of it. */
export type Scope = CheckStep | 'all';

/**
 * The rows of a screen in order; this machine's own stand with the Console's. A step that is not part of the run has one row that
 * says so, which is no check and shown among all alone.
 */
export const checksIn = (run: RunState, scope: Scope): CheckState[] =>
  checksInOrder(run).filter(
    ({ step, probe }) => scope === 'all' || (probe !== 'none' && screenOf(step) === scope),
  );

/** Why a run has no check of a screen; undefined where it has some, or nothing was said. */
export function whyLeftOut(run: RunState, step: CheckStep): string | undefined {
  const row = checksInOrder(run).find((check) => check.step === step && check.probe === 'none');
  return row?.phase === 'finished' ? row.reason : undefined;
}

/** Findings of a screen: those that its rows show come before those that explain one of its failures. */
export function findingsIn({ run, findings }: Concluded, scope: Scope): readonly Finding[] {
  if (scope === 'all') return findings;
  const own = new Set(checksIn(run, scope).map(({ id }) => id));
  const isOwn = (id: string) => own.has(id);
  const shown = findings.filter(({ evidence }) => evidence.some(isOwn));
  const explaining = findings.filter(
    (finding) => !shown.includes(finding) && finding.explainsChecks.some(isOwn),
  );
  return [...shown, ...explaining];
}

/** The conclusion of a run as it stands, or of one screen's part of it. */
export function concludeRun(concluded: Concluded, scope: Scope = 'all'): Conclusion {
  const { run } = concluded;
  if (run.phase === 'empty') return 'not-started';
  const checks = checksIn(run, scope);
  if (isUnderWay(run, checks, scope)) return 'running';
  if (scope !== 'all' && !checks.some(({ step }) => step === scope)) return 'left-out';
  const findings = findingsIn(concluded, scope);
  // Not `worstSeverity` of the report: with it every schema of the contract would be part of the page.
  const has = (severity: Severity) => findings.some((finding) => finding.severity === severity);
  if (has('error')) return 'problems';
  if (unexplainedChecks(concluded, scope).length > 0) return 'unexplained';
  if (has('warning')) return 'warnings';
  if (run.ended !== 'completed' && checks.some((check) => !isCarried(check))) return 'incomplete';
  return carriedOut(countChecks(checks)) === 0 ? 'nothing-checked' : 'healthy';
}

function isUnderWay(run: RunState, checks: readonly CheckState[], scope: Scope): boolean {
  if (run.phase !== 'running') return false;
  if (scope === 'all') return true;
  return run.run?.steps.includes(scope) === true || checks.some(({ phase }) => phase === 'running');
}

const isCarried = (check: CheckState): boolean => check.phase === 'finished' && check.seenAt !== undefined;

/**
 * Ids of failed checks that no finding accounts for. Only the host knows which failures are harmless; without its word every
 * one that is no evidence of anything counts.
 */
export function unexplainedChecks(
  { run, findings, unexplained }: Concluded,
  scope: Scope = 'all',
): readonly string[] {
  const own = checksIn(run, scope);
  if (unexplained !== null) return own.flatMap(({ id }) => (unexplained.includes(id) ? id : []));
  const accounted = new Set(
    findings.flatMap(({ evidence, explainsChecks }) => [...evidence, ...explainsChecks]),
  );
  return own.flatMap((check) =>
    check.phase === 'finished' &&
    (check.status === 'failed' || check.status === 'error') &&
    !accounted.has(check.id)
      ? check.id
      : [],
  );
}

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
