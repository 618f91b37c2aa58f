import type { Finding } from '../contract/findings.ts';
import { buildReport, type Report } from '../contract/report.ts';
import type { CheckState, RunState } from '../contract/run-state.ts';
import { diagnose, unexplainedFailures } from '../diagnosis/diagnose.ts';

/** What is concluded from a run as far as it is known; `report` is undefined while nothing has started. */
export interface Conclusion {
  readonly findings: readonly Finding[];
  /** Failed checks that no finding accounts for and that are of consequence. */
  readonly unexplained: readonly CheckState[];
  readonly report: Report | undefined;
}

/** Concludes a run by this version's rules: the same for every host, and for a run that was kept. */
export function concludeRun(state: RunState): Conclusion {
  const findings = diagnose(state);
  const unexplained = unexplainedFailures(state, findings);
  return {
    findings,
    unexplained,
    report: buildReport(
      state,
      findings,
      unexplained.map(({ id }) => id),
    ),
  };
}
