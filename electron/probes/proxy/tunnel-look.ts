import type { Socket } from 'node:net';
import type { NatsOutcome } from '../../contract/outcomes/nats.ts';
import type { ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import type { TlsOutcome } from '../../contract/outcomes/tls.ts';
import { greetOver } from '../nats/nats.ts';
import type { ProbeContext } from '../probe.ts';
import { lawfulServername } from '../tls/tls.ts';
import { observeHandshake } from '../tls/tls-observation.ts';
import { judgeTls } from '../tls/tls-verdict.ts';
import type { ProxyInput } from './proxy-input.ts';

/** What the tunnel turned out to hold. */
export type TunnelLook = Required<Pick<ProxyOutcome, 'code' | 'inside'>> & Pick<ProxyOutcome, 'end'>;

/** One handshake, or one greeting, through a tunnel that stands; nothing is asked of the service beyond that. */
export async function lookInside(
  socket: Socket,
  { target, caPem }: ProxyInput,
  context: ProbeContext,
): Promise<TunnelLook> {
  const { host: address, port } = target;
  const input = {
    address,
    port,
    servername: lawfulServername(address),
    socket,
    ...(caPem === undefined ? {} : { caPem }),
  };
  if (target.protocol === 'nats') return lookAtNats(await greetOver(input, context));
  return lookAtTls(await observeHandshake({ ...input, expectedName: address }, context));
}

function lookAtTls(outcome: TlsOutcome): TunnelLook {
  const { kind: _kind, address: _address, port: _port, raw: _raw, ...tls } = outcome;
  const inside = { tls };
  switch (outcome.code) {
    case 'established':
      return { code: judgeTls(outcome).status === 'failed' ? 'service-fault' : 'through', inside };
    case 'closed':
      return { code: 'tunnel-cut', end: 'fin', inside };
    case 'reset':
      return { code: 'tunnel-cut', end: 'rst', inside };
    case 'silent':
      return { code: 'tunnel-cut', end: 'silent', inside };
    default:
      return { code: outcome.error?.errno === 'ECANCELED' ? 'failed' : 'service-fault', inside };
  }
}

/** Codes of a NATS conversation that an end or silence decided. */
const CUT: ReadonlySet<NatsOutcome['code']> = new Set(['no-info', 'closed', 'reset', 'cut-after-connect']);

function lookAtNats(outcome: NatsOutcome): TunnelLook {
  const { kind: _kind, address: _address, port: _port, raw: _raw, ...nats } = outcome;
  const inside = { nats };
  const { code, info, end = 'silent', error } = outcome;
  if (error?.errno === 'ECANCELED') return { code: 'failed', inside };
  // A greeting that comes late has come through all the same.
  if (code === 'ready' || code === 'needs-login' || (code === 'failed' && info !== undefined))
    return { code: 'through', inside };
  if (CUT.has(code)) return { code: 'tunnel-cut', end, inside };
  return { code: 'service-fault', inside };
}
