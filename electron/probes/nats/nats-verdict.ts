import type { NatsOutcome } from '../../contract/outcomes/nats.ts';
import { endpoint, said } from '../../contract/spoken.ts';
import type { Verdict } from '../probe.ts';

/** The two codes that show a NATS service for clients. */
const HEALTHY: ReadonlySet<NatsOutcome['code']> = new Set(['ready', 'needs-login']);

/** How one NATS exchange reads as a row. */
export function judgeNats(outcome: NatsOutcome): Verdict {
  return { status: HEALTHY.has(outcome.code) ? 'passed' : 'failed', reason: sentence(outcome) };
}

function sentence(outcome: NatsOutcome): string {
  const { address, port, code, errText, firstLine, tls, elapsedMs, error, info, timings } = outcome;
  const at = endpoint(address, port);
  const refused = errText === undefined ? '' : ` ("${errText}")`;
  switch (code) {
    case 'ready':
      return `${serverOf(outcome)} at ${at} answered PING with PONG${over(outcome)}`;
    case 'needs-login':
      return `${serverOf(outcome)} at ${at} is there and wants a login${over(outcome)}${refused}`;
    case 'no-info':
      return tls.attempted
        ? `${at} sent no INFO, neither by itself nor after ${tls.version === undefined ? 'a ClientHello' : `a ${tls.version} handshake`}, in ${said(elapsedMs)}`
        : `${at} sent no whole INFO line in ${said(elapsedMs)}; ${outcome.bytesReceived} bytes came`;
    case 'closed':
      return `${at} closed the connection before it said a word`;
    case 'reset':
      return `${at} reset the connection before it said a word`;
    case 'tls-failed':
      return `TLS with ${at} failed${tls.alert === undefined ? '' : `: alert ${tls.alert.number} (${tls.alert.name})`}${error === undefined || tls.alert !== undefined ? '' : ` (${error.errno})`}`;
    case 'client-certificate-required':
      return `${at} takes only clients with a certificate of their own (alert ${tls.alert?.number ?? ''} ${tls.alert?.name ?? ''})`;
    case 'connection-limit':
      return `${at} takes no more clients${refused}`;
    case 'wrong-port':
      return `${at} is a NATS server's ${listenerOf(outcome)}, not its port for clients${refused}`;
    case 'http':
      return `${at} answered in HTTP, not NATS ("${firstLine ?? ''}")`;
    case 'other-protocol':
      return `${at} does not speak NATS; it began with "${firstLine ?? ''}"`;
    case 'cut-after-connect':
      return `${at} sent INFO, and after ${outcome.lastSent === 'client-hello' ? 'the ClientHello' : 'CONNECT'} ${howItEnded(outcome)}`;
    case 'refused':
      return `${at} refused${refused}`;
    case 'failed':
      if (info !== undefined)
        return `${at} sent INFO only after ${said(timings.infoMs ?? elapsedMs)}, too late to ask more`;
      return `no conversation with ${at} came about (${error?.errno ?? 'unknown'})`;
  }
}

const serverOf = ({ info }: NatsOutcome): string =>
  info?.version === undefined ? 'NATS' : `NATS ${info.version}`;

const over = ({ tls }: NatsOutcome): string => (tls.version === undefined ? '' : ` over ${tls.version}`);

/** The listener that answered, in the words of the NATS documentation. */
function listenerOf({ listener }: NatsOutcome): string {
  if (listener === undefined || listener === 'other') return 'port for something else';
  return listener === 'leaf-node' ? 'leaf node port' : `${listener} port`;
}

function howItEnded({ end, elapsedMs }: NatsOutcome): string {
  if (end === 'rst') return 'the connection was reset';
  if (end === 'fin') return 'the connection was closed';
  return `nothing more came until ${said(elapsedMs)}`;
}
