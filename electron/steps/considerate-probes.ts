import { setTimeout } from 'node:timers/promises';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { SyslogOutcome } from '../contract/outcomes/syslog.ts';
import type { TcpOutcome } from '../contract/outcomes/tcp.ts';
import type { TlsOutcome } from '../contract/outcomes/tls.ts';
import type { Probe, Verdict } from '../probes/probe.ts';

/**
 * Between two connections to one receiver. It may count its senders, and one that takes a single one turned the second connection
 * away while the first was still being closed (syslog-ng 3.38 with max-connections(1)).
 */
const BETWEEN_MS = 100;

/** A probe that first lets the receiver notice that the last connection has ended. */
export function afterPause<I, O extends Outcome>(probe: Probe<I, O>): Probe<I, O> {
  return {
    ...probe,
    run: async (input, context) => {
      // A run that is cancelled meanwhile is the probe's own to answer.
      await setTimeout(BETWEEN_MS, undefined, { signal: context.signal }).catch(() => undefined);
      return probe.run(input, context);
    },
  };
}

/** A probe whose outcome is looked at for comparison: whatever it shows is no fault by itself. */
export function asControl<I, O extends TcpOutcome | TlsOutcome | SyslogOutcome>(
  probe: Probe<I, O>,
  because: string,
): Probe<I, O> {
  return {
    ...probe,
    judge: (outcome): Verdict => {
      const { status, reason } = probe.judge(outcome);
      return {
        status: 'passed',
        reason:
          status === 'passed' ? reason : `${reason.replace(/[.]$/, '')}; ${because}, so this is no fault`,
      };
    },
  };
}
