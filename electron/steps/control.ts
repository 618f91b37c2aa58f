import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { Probe, Verdict } from '../probes/probe.ts';

/** A probe whose outcome is looked at for comparison: whatever it shows is no fault by itself. */
export function asControl<I, O extends Outcome>(probe: Probe<I, O>, because: string): Probe<I, O> {
  return {
    ...probe,
    judge: (outcome): Verdict => {
      const { status, reason } = probe.judge(outcome);
      return {
        status: 'passed',
        reason: status === 'passed' ? reason : `${reason}; ${because}, so this is no fault`,
      };
    },
  };
}

/** A probe of something that the site works without: what it misses is a warning at most. */
export function asHint<I, O extends Outcome>(probe: Probe<I, O>): Probe<I, O> {
  return {
    ...probe,
    judge: (outcome): Verdict => {
      const { status, reason } = probe.judge(outcome);
      return { status: status === 'failed' ? 'warned' : status, reason };
    },
  };
}
