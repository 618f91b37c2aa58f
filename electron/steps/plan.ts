import type { CheckInfo } from '../contract/checks.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { ProxyServer } from '../contract/outcomes/proxy-server.ts';
import type { ProxySources } from '../contract/proxy-sources.ts';
import type { RecordedSystem } from '../contract/recorded-system.ts';
import type { Probe, ProbeContext, Verdict } from '../probes/probe.ts';
import type { SyslogSendInput } from '../probes/syslog/syslog-send-input.ts';

/** What a plan depends on besides the profile; read once when the run starts. */
export interface PlanInputs {
  readonly resolvers: readonly { readonly address: string; readonly port: number }[];
  readonly caPem?: string | undefined;
  readonly hasApiToken: boolean;
  /** True when there is a password for the login in the directory, and it is not empty. */
  readonly hasBindPassword?: boolean;
  /** What a syslog test message is to say; absent without the consent of whoever started the run. */
  readonly syslogTest?: Pick<SyslogSendInput, 'token' | 'runId' | 'hostname' | 'version'> | undefined;
  /** The proxy that the login among the secrets is for; it is offered to no other. */
  readonly loginProxy?: ProxyServer | undefined;
  /** Folder in which the run is kept; absent where it is kept in memory only. */
  readonly stateFolder?: string | undefined;
  /** The practice site's asset, in place of this machine's service manager. */
  readonly recorded?: RecordedSystem | undefined;
  /** Where the proxy settings are read; this machine unless told. */
  readonly proxySources?: ProxySources | undefined;
}

/** The outcomes that are there so far, by check id; a check that was skipped or crashed has none. */
export type SeenOutcomes = ReadonlyMap<string, Outcome>;

/** A check with its probe and input bound, so that the engine needs no type of any probe. */
export interface PlannedCheck {
  readonly kind: 'check';
  readonly info: CheckInfo;
  readonly awaiting: string;
  observe(context: ProbeContext): Promise<{ outcome: Outcome; verdict: Verdict }>;
}

/** A check that is not made, and why. */
interface SkippedCheck {
  readonly kind: 'skip';
  readonly info: CheckInfo;
  readonly reason: string;
}

/**
 * More of the plan, known only once the named checks are finished (passed, failed, skipped or crashed alike); with `patienceMs`
 * also when they are not by then, counted from when this became part of the plan. It is planned once, whichever comes first.
 */
interface Continuation {
  readonly kind: 'after';
  readonly needs: readonly string[];
  readonly patienceMs?: number;
  plan(seen: SeenOutcomes): readonly PlanNode[];
}

/** A plan is data: the engine starts every check at once, and a continuation the moment that its needs are there. */
export type PlanNode = PlannedCheck | SkippedCheck | Continuation;

export function check<I, O extends Outcome>(
  probe: Probe<I, O>,
  input: I,
  info: Omit<CheckInfo, 'probe' | 'deadlineMs'> & { readonly deadlineMs?: number | undefined },
): PlannedCheck {
  const { deadlineMs = probe.deadlineMs, ...rest } = info;
  return {
    kind: 'check',
    info: { ...rest, probe: probe.id, deadlineMs },
    awaiting: probe.awaiting(input),
    observe: async (context) => {
      const outcome = await probe.run(input, context);
      return { outcome, verdict: probe.judge(outcome) };
    },
  };
}

export const skip = (
  probe: string,
  info: Omit<CheckInfo, 'probe' | 'deadlineMs'>,
  reason: string,
): PlanNode => ({
  kind: 'skip',
  info: { ...info, probe, deadlineMs: 0 },
  reason,
});

export const whenFinished = (
  needs: readonly string[],
  plan: (seen: SeenOutcomes) => readonly PlanNode[],
): PlanNode => ({
  kind: 'after',
  needs,
  plan,
});

/**
 * For checks that decide something about a silent one within its own deadline: planned when the needs are finished, and after
 * `patienceMs` without them. A check that is still under way has no outcome in what `plan` sees.
 */
export const whenFinishedOrLate = (
  needs: readonly string[],
  patienceMs: number,
  plan: (seen: SeenOutcomes) => readonly PlanNode[],
): PlanNode => ({ kind: 'after', needs, patienceMs, plan });
