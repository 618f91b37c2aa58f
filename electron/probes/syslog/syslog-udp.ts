import { randomInt } from 'node:crypto';
import { rawExchange } from '../../contract/evidence.ts';
import type { SyslogOutcome } from '../../contract/outcomes/syslog.ts';
import type { ProbeContext } from '../probe.ts';
import type { SyslogInput } from './syslog-input.ts';
import { type Knock, knock } from './syslog-knock.ts';

/** Above the ports that services are given and, mostly, below those that systems hand out. */
const CONTROL_PORT_FROM = 20_000;
const CONTROL_PORT_TO = 32_000;

const CODES: Readonly<Record<Knock['code'], SyslogOutcome['code']>> = {
  closed: 'udp-closed',
  rejected: 'udp-rejected',
  silent: 'udp-unconfirmed',
  blocked: 'blocked-locally',
  failed: 'failed',
  cancelled: 'failed',
};

/**
 * Knocks on the port and, at the same time, on one that is surely unused: silence means more when the same host does answer for
 * the other. The comparison ends as soon as the port itself has spoken.
 */
export async function observeUdp(input: SyslogInput, context: ProbeContext): Promise<SyslogOutcome> {
  const { address, port } = input;
  const enough = new AbortController();
  const limits = {
    signal: context.signal,
    deadlineMs: context.deadlineMs,
    now: () => context.now(),
  };
  const knocking = knock(address, port, limits);
  const comparing = knock(address, input.controlPort ?? unusedPort(port), {
    ...limits,
    signal: AbortSignal.any([context.signal, enough.signal]),
  });
  const seen = await knocking;
  if (seen.code !== 'silent') enough.abort();
  const control = controlOf(await comparing);
  const error =
    seen.code === 'cancelled' ? { errno: 'ECANCELED', message: 'the run was cancelled' } : seen.error;
  return {
    kind: 'syslog',
    code: CODES[seen.code],
    address,
    port,
    transport: 'udp',
    datagramsSent: seen.sent,
    ...(control === undefined ? {} : { control }),
    bytesReceived: seen.bytesReceived,
    ...(error === undefined ? {} : { error }),
    raw:
      seen.answer === undefined
        ? []
        : [rawExchange('received', seen.answer.atMs, 'first datagram of the server', seen.answer.bytes)],
    timings: {},
    elapsedMs: seen.elapsedMs,
  };
}

function unusedPort(port: number): number {
  const chosen = randomInt(CONTROL_PORT_FROM, CONTROL_PORT_TO);
  return chosen === port ? CONTROL_PORT_TO : chosen;
}

function controlOf({ code, port, elapsedMs }: Knock): SyslogOutcome['control'] {
  switch (code) {
    case 'cancelled':
      return undefined;
    case 'blocked':
    case 'failed':
      return { port, code: 'not-sent', elapsedMs };
    default:
      return { port, code, elapsedMs };
  }
}
