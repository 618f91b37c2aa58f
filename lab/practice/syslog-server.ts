import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { ServedCertificate } from './certificates.ts';
import { holdClosedPort } from './closed-port.ts';
import { guarded } from './guarded.ts';
import { type Bound, bindLoopback, bindTcp, bindUdp } from './loopback.ts';
import type { SyslogPlan } from './site-plan.ts';

/** RFC 5425 §4.3.1 asks receivers to take 8192 bytes; what is longer ends the connection (TCP) or is dropped (UDP). */
const MESSAGE_LIMIT_BYTES = 8192;
/** Digits of a length that is not above the limit. */
const LENGTH_DIGITS = 4;
/** Messages that are kept, the newest last. */
const KEPT_MESSAGES = 100;

/** One message as it arrived, without its frame (RFC 6587 §3.4). */
export interface ReceivedSyslog {
  readonly framing: 'datagram' | 'octet-counting' | 'newline';
  readonly text: string;
}

/** The receiver, on one port for UDP and TCP. */
export interface SyslogServer extends Bound {
  /** How many messages have arrived, and the last hundred of them. */
  received(): { readonly count: number; readonly last: readonly ReceivedSyslog[] };
}

/**
 * Opens a syslog receiver that takes both framings of RFC 6587 on TCP, and one message a datagram (RFC 5426) on UDP; an empty
 * datagram is no message. The plan may leave a transport out, or have TCP do less; `certificate` is for `tls`.
 */
export async function startSyslogServer(
  plan: Pick<SyslogPlan, 'tcp' | 'udp'> = { tcp: 'served', udp: 'served' },
  certificate?: ServedCertificate,
): Promise<SyslogServer> {
  let count = 0;
  let last: readonly ReceivedSyslog[] = [];
  const keep = (message: ReceivedSyslog): void => {
    count += 1;
    last = [...last, message].slice(-KEPT_MESSAGES);
  };
  const serve = (socket: Socket): void => {
    if (plan.tcp === 'closes-at-once') socket.destroy();
    else receive(socket, keep, TAKING[plan.tcp === 'closed' ? 'served' : plan.tcp]);
  };
  const listener = (): Server =>
    certificate === undefined
      ? createServer(serve)
      : createTlsServer({ cert: certificate.chainPem, key: certificate.keyPem }, serve).on(
          'tlsClientError',
          (_error, socket) => socket.destroy(),
        );
  const binds = [
    ...(plan.tcp === 'closed' ? [] : [bindTcp(listener)]),
    ...(plan.udp === 'closed' ? [] : [bindUdp((bytes) => keepDatagram(bytes, keep))]),
  ];
  const bound = binds.length === 0 ? await holdClosedPort() : await bindLoopback(binds);
  return { ...bound, received: () => ({ count, last }) };
}

function keepDatagram(bytes: Buffer, keep: (message: ReceivedSyslog) => void): void {
  if (bytes.length > 0 && bytes.length <= MESSAGE_LIMIT_BYTES)
    keep({ framing: 'datagram', text: bytes.toString('utf8') });
}

/** Which framings a receiver on TCP takes, and whether it hangs up once it has a message. */
interface Taking {
  readonly framing: 'both' | 'octet-counting' | 'newline';
  readonly endsAfterData: boolean;
}

const BOTH: Taking = { framing: 'both', endsAfterData: false };

const TAKING: Readonly<Record<Exclude<SyslogPlan['tcp'], 'closed' | 'closes-at-once'>, Taking>> = {
  served: BOTH,
  tls: BOTH,
  'octet-counting-only': { framing: 'octet-counting', endsAfterData: false },
  'newline-only': { framing: 'newline', endsAfterData: false },
  'ends-after-data': { framing: 'both', endsAfterData: true },
};

function receive(socket: Socket, keep: (message: ReceivedSyslog) => void, taking: Taking): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.on(
    'data',
    guarded(socket, (bytes: Buffer) => {
      const taken = takeMessages(Buffer.concat([pending, bytes]), taking.framing);
      for (const message of taken.messages) keep(message);
      if (taken.isBroken) socket.destroy();
      else if (taking.endsAfterData && taken.messages.length > 0) socket.end();
      pending = taken.rest;
    }),
  );
}

/**
 * Cuts a TCP stream into messages, each by its own framing: a digit from 1 to 9 starts an octet count, as no syslog message
 * does, unless only one framing is taken. `rest` is the start of a message whose end has not come; `isBroken` says that none can come any more.
 */
export function takeMessages(
  stream: Buffer,
  framing: Taking['framing'] = 'both',
): {
  readonly messages: readonly ReceivedSyslog[];
  readonly rest: Buffer;
  readonly isBroken: boolean;
} {
  const messages: ReceivedSyslog[] = [];
  let rest = stream;
  while (rest.length > 0) {
    const isCounted = framing === 'both' ? isDigit(rest[0]) : framing === 'octet-counting';
    const frame = isCounted ? octetCountedFrame(rest) : newlineFrame(rest);
    if (frame === 'broken') return { messages, rest: Buffer.alloc(0), isBroken: true };
    if (frame === 'incomplete') break;
    messages.push({ framing: frame.framing, text: rest.toString('utf8', frame.start, frame.end) });
    rest = rest.subarray(frame.next);
  }
  // A copy: the rest must not keep the whole of what was received alive.
  return { messages, rest: Buffer.from(rest), isBroken: false };
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x31 && byte <= 0x39;

interface Frame {
  readonly framing: 'octet-counting' | 'newline';
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** RFC 6587 §3.4.1: `MSG-LEN SP MSG`. */
function octetCountedFrame(bytes: Buffer): Frame | 'incomplete' | 'broken' {
  const head = bytes.toString('latin1', 0, LENGTH_DIGITS + 1);
  const match = /^(\d+) /.exec(head);
  if (match?.[1] === undefined)
    return /^\d+$/.test(head) && head.length <= LENGTH_DIGITS ? 'incomplete' : 'broken';
  const lengthBytes = Number(match[1]);
  if (lengthBytes > MESSAGE_LIMIT_BYTES) return 'broken';
  const start = match[0].length;
  const end = start + lengthBytes;
  return bytes.length < end ? 'incomplete' : { framing: 'octet-counting', start, end, next: end };
}

/** RFC 6587 §3.4.2: a message that ends with LF; a CR before it is no part of the message. */
function newlineFrame(bytes: Buffer): Frame | 'incomplete' | 'broken' {
  const at = bytes.indexOf(0x0a);
  if (at === -1) return bytes.length > MESSAGE_LIMIT_BYTES ? 'broken' : 'incomplete';
  if (at > MESSAGE_LIMIT_BYTES) return 'broken';
  const end = at > 0 && bytes[at - 1] === 0x0d ? at - 1 : at;
  return { framing: 'newline', start: 0, end, next: at + 1 };
}
