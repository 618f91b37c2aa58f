import { setTimeout } from 'node:timers/promises';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { SyslogOutcome } from '../contract/outcomes/syslog.ts';
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

/**
 * A look at a receiver that is taken once more where the first was turned away: our own connection before it may have been the one
 * too many. Costs nothing where the receiver answers.
 */
export function withSecondLook<I>(probe: Probe<I, SyslogOutcome>): Probe<I, SyslogOutcome> {
  return {
    ...probe,
    run: async (input, context) => {
      const startedAt = context.now();
      const first = await probe.run(input, context);
      const deadlineMs = context.deadlineMs - (context.now() - startedAt) - BETWEEN_MS;
      if (!wasTurnedAway(first) || deadlineMs <= 0) return first;
      const second = await afterPause(probe).run(input, { ...context, deadlineMs });
      return { ...second, elapsedMs: Math.max(0, context.now() - startedAt) };
    },
  };
}

/** Ended without an octet, as at a limit; by TLS the greeting may have crossed the end on its way. */
const wasTurnedAway = ({ code, alert, bytesReceived }: SyslogOutcome): boolean =>
  code === 'closed-at-once' || (code === 'tls-refused' && alert === undefined && bytesReceived === 0);

/** A probe whose outcome is looked at for comparison: whatever it shows is no fault by itself. */
export function asControl<I, O extends Outcome>(probe: Probe<I, O>, because: string): Probe<I, O> {
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
