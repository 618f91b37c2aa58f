import { connect } from 'node:net';
import { endpoint } from '../../contract/spoken.ts';
import type { AttemptLimits, TlsInput } from './tls-attempt.ts';
import { hasFirstLine, type Plaintext, readPlaintext } from './tls-plaintext.ts';
import { TlsRecordReader } from './tls-records.ts';
import { onAbort, Waiting } from './tls-waiting.ts';

/** What a connection without a ClientHello showed of a server that cut the one with it off. */
export interface SecondLook {
  /** True when the server ended this connection as well though nothing was sent on it. undefined: it could not be seen. */
  readonly closedBeforeHello?: boolean;
  /** What the server said by itself, or to a plain HTTP request. */
  readonly plaintext?: Plaintext;
}

/** How long a silent connection is watched: a server that closes on accept does so within one round trip. */
const SILENCE_MS = 300;

/** How long an answer to the HTTP request is waited for. */
const ANSWER_MS = 1500;

const ANSWER_LIMIT_BYTES = 4096;

/**
 * Connects once more, says nothing for a moment, and then asks in plain HTTP. This tells apart a server that closes on every
 * connection, one that closes on a ClientHello only, and one that speaks plain HTTP and closes on what it cannot parse.
 */
export async function lookAgain(input: TlsInput, limits: AttemptLimits): Promise<SecondLook> {
  const endsAt = limits.now() + limits.deadlineMs;
  const socket = connect({ host: input.address, port: input.port, autoSelectFamily: false, noDelay: true });
  let received = Buffer.alloc(0);
  let isConnected = false;
  let isEnded = false;
  let isReset = false;
  const waiting = new Waiting(() => isEnded);
  socket.once('connect', () => {
    isConnected = true;
    waiting.changed();
  });
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk.subarray(0, ANSWER_LIMIT_BYTES - received.length)]);
    waiting.changed();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    isReset = error.code === 'ECONNRESET' || error.code === 'EPIPE';
  });
  for (const event of ['end', 'close'] as const)
    socket.once(event, () => {
      isEnded = true;
      waiting.changed();
    });

  const until = (isThere: () => boolean, timeoutMs: number): Promise<void> =>
    waiting.until(isThere, Math.min(timeoutMs, endsAt - limits.now()));
  const stopListening = onAbort(limits.signal, () => socket.destroy());
  try {
    await until(() => isConnected, limits.deadlineMs);
    // A reset that comes with the accept may overtake the news of the connection.
    if (!isConnected) return isReset && !limits.signal.aborted ? { closedBeforeHello: true } : {};
    await until(() => received.length > 0, SILENCE_MS);
    if (limits.signal.aborted) return {};
    if (isEnded && received.length === 0) return { closedBeforeHello: true };
    if (received.length === 0) {
      const host = endpoint(input.expectedName, input.port);
      socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    }
    await until(() => hasFirstLine(received), ANSWER_MS);
    return { closedBeforeHello: false, ...plaintextIn(received) };
  } finally {
    stopListening();
    socket.destroy();
  }
}

/**
 * A TLS server may answer a plain request with an alert, or with HTTP 400 and the advice to use TLS: neither makes it a plain
 * server. So 400 says nothing here, where a proper request was sent.
 */
function plaintextIn(received: Uint8Array): Pick<SecondLook, 'plaintext'> {
  const reader = new TlsRecordReader();
  reader.push(received);
  if (received.length === 0 || reader.state !== 'not-tls') return {};
  const plaintext = readPlaintext(received);
  return /^HTTP\/\d\S* 400\b/.test(plaintext.firstLine) ? {} : { plaintext };
}
