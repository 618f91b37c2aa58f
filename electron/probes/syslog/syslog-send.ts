import { rawExchange, type SystemError } from '../../contract/evidence.ts';
import type { SyslogMessageOutcome } from '../../contract/outcomes/syslog-message.ts';
import { endpoint } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext } from '../probe.ts';
import { alertName } from '../tls/tls-alerts.ts';
import { readPlaintext } from '../tls/tls-plaintext.ts';
import { type Knock, knock } from './syslog-knock.ts';
import { frameSyslog, writeTestMessage } from './syslog-message.ts';
import type { SyslogSendInput } from './syslog-send-input.ts';
import { judgeSyslogMessage } from './syslog-send-verdict.ts';
import { SyslogStream } from './syslog-stream.ts';

/** How long the refusal of the datagram is waited for: a host behind a slow line needs one round trip. */
const REFUSAL_MS = 1000;

/**
 * Sends one marked test message by the transport, format and framing of the profile, and reads on before anything is claimed of
 * it. Never sent twice. Planned only where whoever started the run agreed to it.
 */
export const syslogSend = defineProbe<SyslogSendInput, SyslogMessageOutcome>({
  id: 'syslog-message',
  deadlineMs: 2500,
  awaiting: ({ address, port }) => `what ${endpoint(address, port)} does with the test message`,
  run: (input, context) => {
    const message = writeTestMessage(input.format, { ...input, at: new Date(context.wallClock()) });
    return input.transport === 'udp'
      ? sendDatagram(input, message, context)
      : sendByStream(input, message, context);
  },
  judge: judgeSyslogMessage,
});

const CANCELLED: SystemError = { errno: 'ECANCELED', message: 'the run was cancelled' };

const UDP_CODES: Readonly<Record<Knock['code'], SyslogMessageOutcome['code']>> = {
  closed: 'udp-closed',
  rejected: 'udp-rejected',
  silent: 'udp-sent',
  blocked: 'blocked-locally',
  failed: 'failed',
  cancelled: 'failed',
};

type Head = Pick<
  SyslogMessageOutcome,
  'kind' | 'address' | 'port' | 'transport' | 'format' | 'framing' | 'token' | 'message'
>;

function headOf(input: SyslogSendInput, message: string): Head {
  const { address, port, transport, format, framing, token } = input;
  return {
    kind: 'syslog-message',
    address,
    port,
    transport,
    format,
    framing: transport === 'udp' ? 'none' : framing,
    token,
    message,
  };
}

async function sendDatagram(
  input: SyslogSendInput,
  message: string,
  context: ProbeContext,
): Promise<SyslogMessageOutcome> {
  const payload = Buffer.from(message, 'utf8');
  const { signal, deadlineMs } = context;
  const seen = await knock(
    input.address,
    input.port,
    { signal, deadlineMs, now: () => context.now() },
    { payload, sendAtMs: [0], lastWaitMs: REFUSAL_MS },
  );
  const error = seen.code === 'cancelled' ? CANCELLED : seen.error;
  // A local rule that refuses the datagram fails the send itself.
  const wasSent = seen.sent > 0;
  // Silence that ended before the datagram had left is no silence.
  const code = seen.code === 'silent' && !wasSent ? 'failed' : UDP_CODES[seen.code];
  return {
    ...headOf(input, message),
    code,
    wasSent,
    bytesReceived: seen.bytesReceived,
    ...(error === undefined ? {} : { error }),
    raw: [
      ...(wasSent ? [rawExchange('sent', 0, 'syslog message', payload)] : []),
      ...(seen.answer === undefined
        ? []
        : [rawExchange('received', seen.answer.atMs, 'first datagram of the server', seen.answer.bytes)]),
    ],
    timings: {},
    elapsedMs: seen.elapsedMs,
  };
}

async function sendByStream(
  input: SyslogSendInput,
  message: string,
  context: ProbeContext,
): Promise<SyslogMessageOutcome> {
  const octets = frameSyslog(message, input.framing);
  const seen = await new SyslogStream(input, context).send(octets);
  const { received, sentAtMs, endedAtMs, connectMs, handshakeMs, tlsVersion } = seen;
  const code = codeOf(input, seen);
  const alert = alertIn(received);
  const error = errorOf(seen, code);
  return {
    ...headOf(input, message),
    code,
    wasSent: sentAtMs !== undefined,
    // In the middle of a handshake the library reports a FIN as a reset.
    ...(seen.endedBy === undefined || code === 'tls-failed' ? {} : { endedBy: seen.endedBy }),
    bytesReceived: received.length,
    ...(received.length === 0 || alert !== undefined ? {} : { plaintext: readPlaintext(received) }),
    ...(alert === undefined ? {} : { alert }),
    ...(tlsVersion === undefined ? {} : { tlsVersion }),
    ...(error === undefined ? {} : { error }),
    raw: [
      ...(sentAtMs === undefined ? [] : [rawExchange('sent', sentAtMs, 'syslog message, framed', octets)]),
      ...(received.length === 0
        ? []
        : [rawExchange('received', seen.answerAtMs, 'first octets of the server', received)]),
    ],
    timings: {
      ...(connectMs === undefined ? {} : { connectMs }),
      ...(handshakeMs === undefined ? {} : { handshakeMs }),
      ...(sentAtMs === undefined || endedAtMs === undefined
        ? {}
        : { keptMs: Math.max(0, endedAtMs - sentAtMs) }),
    },
    elapsedMs: seen.elapsed(),
  };
}

function codeOf({ transport }: SyslogSendInput, seen: SyslogStream): SyslogMessageOutcome['code'] {
  if (seen.isCancelled) return 'failed';
  if (seen.failure?.errno === 'EPERM') return 'blocked-locally';
  if (seen.received.length > 0) return 'answered';
  if (seen.sentAtMs !== undefined) {
    if (seen.endedBy !== undefined) return 'closed-after-data';
    return seen.failure === undefined ? 'written' : 'failed';
  }
  // A reset that overtakes the accepted connection ends the connect itself.
  if (seen.endedBy !== undefined && (transport === 'tcp' || seen.connectMs === undefined))
    return 'closed-at-once';
  if (transport === 'tls' && seen.connectMs !== undefined)
    return seen.handshakeMs === undefined ? 'tls-failed' : 'closed-at-once';
  return 'failed';
}

function errorOf(seen: SyslogStream, code: SyslogMessageOutcome['code']): SystemError | undefined {
  if (seen.isCancelled) return CANCELLED;
  if (seen.failure !== undefined) return seen.failure;
  if (code !== 'failed' && code !== 'tls-failed') return undefined;
  const what = seen.connectMs === undefined ? 'connection' : 'handshake';
  return { errno: 'ETIMEDOUT', message: `no ${what} before the deadline` };
}

/** A record with one alert in clear, RFC 8446 §5.1 and §6: what a TLS server says to octets that are no TLS. */
function alertIn(bytes: Uint8Array): SyslogMessageOutcome['alert'] {
  const [type, major, , high, low, level, number] = bytes;
  if (type !== 21 || major !== 3 || high !== 0 || low !== 2) return undefined;
  if (level === undefined || number === undefined) return undefined;
  return { level, number, name: alertName(number) };
}
