import type { CheckStatus } from '../contract/checks.ts';
import { OWNER_WORDS } from '../contract/finding-words.ts';
import type { Severity } from '../contract/findings.ts';
import { failuresOfNoConsequence, type Report, worstSeverity } from '../contract/report.ts';
import { listed } from '../contract/spoken.ts';
import { counted } from './html-report-words.ts';

/** How many checks of a report have each status. */
export function statusCounts(report: Pick<Report, 'checks'>): Readonly<Record<CheckStatus, number>> {
  const counts = { passed: 0, warned: 0, failed: 0, skipped: 0, error: 0 };
  for (const { status } of report.checks) counts[status] += 1;
  return counts;
}

/** What the whole run comes to; `unclear` when something is amiss and no cause can be named, or the run did not end. */
export type VerdictTone = Severity | 'healthy' | 'unclear';

/** The run in one or two sentences, to be read aloud on the phone. */
export function verdict(report: Report): { readonly tone: VerdictTone; readonly sentence: string } {
  const worst = worstSeverity(report.findings);
  const cut = cutShortWords(report);
  const sentence = [cut, worst === undefined ? withoutFindings(report) : withFindings(report)]
    .filter((part) => part !== '')
    .join(' ');
  if (worst !== undefined) return { tone: worst, sentence };
  const { error, passed, warned } = statusCounts(report);
  const isHealthy = cut === '' && failuresThatCount(report) + error + warned === 0 && passed > 0;
  return { tone: isHealthy ? 'healthy' : 'unclear', sentence };
}

const failuresThatCount = (report: Report): number =>
  statusCounts(report).failed - failuresOfNoConsequence(report).size;

function cutShortWords({ run }: Report): string {
  switch (run.ended) {
    case 'completed':
      return '';
    case 'cancelled':
      return 'The run was cancelled; this is what was known by then.';
    case 'cut-off':
      return 'The run was cut off before its end; this is what was known by then.';
    case 'failed':
      return 'Airway stopped before the run was over; this is what was known by then.';
    case null:
      return 'The run is still going on; this is what is known so far.';
  }
}

function withFindings({ findings }: Report): string {
  const [first] = findings;
  if (first === undefined) return '';
  const name = `${endless(first.title)} (${first.subject}).`;
  // A note is not a fault, and nobody has to mend it.
  const owner = first.severity === 'info' ? '' : `It is to be fixed by ${OWNER_WORDS[first.remedy.owner]}.`;
  if (findings.length === 1) return `${firstWords(first.severity)}: ${name} ${owner}`.trimEnd();
  return `${counted(findings.length, 'finding')}; ${lower(firstWords(first.severity))} first: ${name} ${owner}`.trimEnd();
}

const firstWords = (severity: Severity): string =>
  severity === 'error' ? 'Fix this' : severity === 'warning' ? 'Look at this' : 'Note this';

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const endless = (sentence: string): string => sentence.replace(/[.\s]+$/, '');

function withoutFindings(report: Report): string {
  const { passed, warned, skipped, error } = statusCounts(report);
  const failed = failuresThatCount(report);
  const amiss = [
    failed === 0 ? '' : `${counted(failed, 'check')} failed`,
    error === 0 ? '' : `${counted(error, 'check')} could not be carried out`,
    warned === 0 ? '' : `${counted(warned, 'check')} ended with a warning`,
  ].filter((part) => part !== '');
  const unchecked = skipped === 0 ? '' : ` ${counted(skipped, 'check was', 'checks were')} not made.`;
  if (amiss.length > 0) return `No cause can be named, although ${listed(amiss)}.${unchecked}`;
  if (passed === 0) return `Nothing can be said: no check was carried out.${unchecked}`;
  const harmless = failuresOfNoConsequence(report).size;
  if (harmless > 0)
    return `Nothing wrong was found: ${counted(passed, 'check')} passed, ${harmless} failed without consequence.${unchecked}`;
  if (unchecked !== '') return `Nothing wrong was found: ${counted(passed, 'check')} passed.${unchecked}`;
  return passed === 1
    ? 'Nothing wrong was found: the one check passed.'
    : `Nothing wrong was found: all ${passed} checks passed.`;
}
