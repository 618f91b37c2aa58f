import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import type { SystemError } from '../../contract/evidence.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { readUdpRefusal } from '../udp/udp-refusal.ts';

/**
 * When the datagrams are sent. Several, because hosts and firewalls send only some of the refusals that they owe (ICMP rate
 * limits), and any one datagram may be lost.
 */
const SEND_AT_MS = [0, 300, 600, 900];
/** Time for the refusal of the last datagram; that of the first has had more than a second. */
const LAST_WAIT_MS = 200;

/** What is sent, when, and how long the refusal of the last datagram is waited for, all in ms from the start. */
interface Salvo {
  readonly payload: Uint8Array;
  readonly sendAtMs: readonly number[];
  readonly lastWaitMs: number;
}

/**
 * Empty datagrams, which hold no message: rsyslog 8.2302 and syslog-ng 3.38 store nothing for them.
 */
const EMPTY: Salvo = { payload: new Uint8Array(0), sendAtMs: SEND_AT_MS, lastWaitMs: LAST_WAIT_MS };

/** What datagrams to one port brought back. */
export interface Knock {
  /** `closed` port unreachable · `rejected` another refusal · `blocked` not let out by this machine · `failed` never sent. */
  readonly code: 'closed' | 'rejected' | 'silent' | 'blocked' | 'failed' | 'cancelled';
  readonly port: number;
  readonly error?: SystemError;
  readonly sent: number;
  /** The first datagram that came back, and how many octets came in all. No syslog receiver sends any. */
  readonly answer?: { readonly atMs: number; readonly bytes: Uint8Array };
  readonly bytesReceived: number;
  readonly elapsedMs: number;
}

/**
 * Sends datagrams to one port, four empty ones over about a second unless told otherwise, and waits for a refusal. The socket is
 * connected: only then does the system hand ICMP errors on.
 */
export function knock(
  address: string,
  port: number,
  { signal, deadlineMs, now }: { signal: AbortSignal; deadlineMs: number; now(): number },
  { payload, sendAtMs, lastWaitMs }: Salvo = EMPTY,
): Promise<Knock> {
  const family = isIP(address);
  if (family === 0) throw new TypeError(`not an IP address: ${address}`);
  const startedAt = now();
  return new Promise((resolve) => {
    let sent = 0;
    let bytesReceived = 0;
    let answer: Knock['answer'];
    const timers: NodeJS.Timeout[] = [];
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
    const settle = (code: Knock['code'], error?: Error): void => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      close();
      resolve({
        code,
        port,
        ...(error === undefined ? {} : { error: systemErrorOf(error) }),
        sent,
        ...(answer === undefined ? {} : { answer }),
        bytesReceived,
        elapsedMs: elapsedBetween(startedAt, now()),
      });
    };
    let isClosed = false;
    const close = (): void => {
      if (!isClosed) socket.close();
      isClosed = true;
    };
    const cancel = (): void => settle('cancelled');
    const fail = (error: NodeJS.ErrnoException): void => {
      const code = readUdpRefusal(error, family);
      // A local rule that rejects gives a block and, a moment later or earlier, an ICMP message of this machine's own.
      if (code === 'blocked') settle(code, error);
      else setImmediate(() => settle(code, error));
    };
    const send = (): void => {
      if (isClosed) return;
      socket.send(payload, (error) => {
        if (error !== null) fail(error);
        else sent += 1;
      });
    };
    socket.on('error', fail);
    socket.on('message', (bytes) => {
      bytesReceived += bytes.length;
      answer ??= { atMs: elapsedBetween(startedAt, now()), bytes };
    });
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    const wholeMs = Math.min((sendAtMs.at(-1) ?? 0) + lastWaitMs, deadlineMs);
    // A busy process runs its timers first: what has arrived meanwhile is still looked at before silence is concluded.
    timers.push(setTimeout(() => setImmediate(() => settle('silent')), wholeMs));
    socket.once('connect', () => {
      for (const atMs of sendAtMs) timers.push(setTimeout(send, atMs));
    });
    socket.connect(port, address);
  });
}
