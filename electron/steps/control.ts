import type { StepId } from '../contract/checks.ts';
import type { TcpOutcome } from '../contract/outcomes/tcp.ts';
import { controlPort, type Profile } from '../contract/profile.ts';
import { endpoint } from '../contract/spoken.ts';
import type { Verdict } from '../probes/probe.ts';
import { tcpOnce } from '../probes/tcp/tcp.ts';
import { tcpSentence } from '../probes/tcp/tcp-verdict.ts';
import { check, type PlanNode } from './plan.ts';

/**
 * One TCP connect to a port of an address that nobody uses, planned beside the first port of it so that it runs at once with
 * the others. A refusal there shows that the host is alive; an open port shows that "open" means nothing at this address. The
 * id holds no step: an address that two steps probe has one control. Empty where the profile wants none.
 */
export function controlCheck(profile: Profile, step: StepId, address: string): readonly PlanNode[] {
  const port = controlPort(profile);
  if (port === null) return [];
  const at = endpoint(address, port);
  return [
    check(
      { ...tcpOnce, judge },
      { address, port },
      {
        id: `control/tcp/${at}`,
        step,
        title: `Control: TCP to ${at}, a port that nobody uses`,
        target: at,
        subject: `control:${port}`,
        deadlineMs: profile.deadlines?.tcpMs,
      },
    ),
  ];
}

/** The other way round than for a service: a refusal and silence are in order here, and an open port is worth a warning. */
function judge(outcome: TcpOutcome): Verdict {
  const seen = tcpSentence(outcome);
  switch (outcome.code) {
    case 'open':
      return {
        status: 'warned',
        reason: `${seen}, though nobody uses this port: at this address an open port proves nothing`,
      };
    case 'refused':
      return { status: 'passed', reason: `${seen}, as is right for a port that nobody uses` };
    case 'rejected':
    case 'filtered':
      return { status: 'passed', reason: `${seen}, as firewalls do with ports that nobody uses` };
    case 'unreachable':
    case 'cannot-tell':
      return { status: 'passed', reason: `${seen}; this is a control and no fault by itself` };
  }
}
