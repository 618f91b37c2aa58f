import type { RunEnd } from '../contract/events.ts';
import type { Finding } from '../contract/findings.ts';
import { worstSeverity } from '../contract/report.ts';

/** What the process answers to the shell; part of the public contract. */
export const EXIT = {
  healthy: 0,
  airwayFailed: 1,
  badUsage: 2,
  problems: 3,
  warnings: 4,
  interrupted: 130,
} as const;

/**
 * The exit code of a run. A check that failed without a named cause counts as a problem: "no finding" must not read as healthy.
 * A run in which Airway's own checks crashed, and that found nothing else, is Airway's failure.
 */
export function exitCodeOf(
  ended: RunEnd,
  findings: readonly Finding[],
  unexplained: readonly { status?: string }[],
): number {
  if (ended === 'cancelled' || ended === 'cut-off') return EXIT.interrupted;
  const worst = worstSeverity(findings);
  if (worst === 'error' || unexplained.some(({ status }) => status === 'failed')) return EXIT.problems;
  if (ended === 'failed' || unexplained.length > 0) return EXIT.airwayFailed;
  return worst === 'warning' ? EXIT.warnings : EXIT.healthy;
}

/** Says in one sentence why a command cannot be carried out, and answers the exit code for it. */
export function refuse(message: string): number {
  process.stderr.write(`airway: ${message}\n`);
  return EXIT.badUsage;
}
