import { connect } from 'node:net';
import type { Greeting } from '../../contract/outcomes/tls-hello.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { isOutdated, suiteName } from './cipher-suites.ts';
import { HelloAnswer } from './hello-answer.ts';
import { alertName } from './tls-alerts.ts';
import type { AttemptLimits } from './tls-attempt.ts';
import { versionName } from './tls-messages.ts';
import { hasFirstLine, readPlaintext } from './tls-plaintext.ts';
import { onAbort, Waiting } from './tls-waiting.ts';

/** What one ClientHello brought back, without what is known of the ClientHello itself. */
type Exchange = Omit<Greeting, 'variant' | 'servername' | 'sizeBytes'> & {
  /** The first octets that came back. */
  readonly start: Uint8Array;
};

/** How long the rest of a plaintext service's first line may take after its first octet. */
const FIRST_LINE_MS = 200;

/**
 * Connects, sends one ClientHello and reads until the first ServerHello, alert or end; then the connection is cut. Returns within
 * the deadline, at once when the run is cancelled, and never rejects for what the peer does.
 */
export async function exchangeHello(
  { address, port }: { readonly address: string; readonly port: number },
  hello: Uint8Array,
  limits: AttemptLimits,
): Promise<Exchange> {
  const startedAt = limits.now();
  const elapsed = (): number => Math.max(0, limits.now() - startedAt);
  const answer = new HelloAnswer();
  const seen: Seen = { isOver: limits.signal.aborted, isLate: false };
  const waiting = new Waiting(() => seen.isOver);
  const over = (): void => {
    seen.isOver = true;
    waiting.changed();
  };
  if (seen.isOver) return exchangeOf(answer, seen, limits.signal, elapsed());

  const socket = connect({ host: address, port, autoSelectFamily: false, noDelay: true });
  const stopListening = onAbort(limits.signal, over);
  // A busy process runs its timers first: what has arrived meanwhile is still looked at before silence is concluded.
  const timer = setTimeout(() => {
    setImmediate(() => {
      seen.isLate = true;
      over();
    });
  }, limits.deadlineMs);
  try {
    socket.once('connect', () => {
      seen.connectMs = elapsed();
      socket.write(hello, () => {
        seen.sentMs ??= elapsed();
      });
    });
    socket.on('data', (bytes) => {
      seen.answerAtMs ??= elapsed();
      answer.receive(bytes);
      waiting.changed();
    });
    socket.once('end', () => {
      seen.peerEnd ??= 'closed';
      over();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // EPIPE comes when the RST of the peer overtook a write.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') seen.peerEnd ??= 'reset';
      seen.failure ??= error;
      over();
    });
    socket.once('close', over);
    await waiting.until(() => answer.isDecided || answer.protocol === 'plaintext');
    if (answer.protocol === 'plaintext') await waiting.until(() => hasFirstLine(answer.start), FIRST_LINE_MS);
    return exchangeOf(answer, seen, limits.signal, elapsed());
  } finally {
    clearTimeout(timer);
    stopListening();
    socket.destroy();
  }
}

interface Seen {
  isOver: boolean;
  isLate: boolean;
  connectMs?: number;
  /** When the system had taken the whole greeting. */
  sentMs?: number;
  answerAtMs?: number;
  peerEnd?: 'closed' | 'reset';
  failure?: Error;
}

function exchangeOf(answer: HelloAnswer, seen: Seen, signal: AbortSignal, elapsedMs: number): Exchange {
  const code = codeOf(answer, seen, signal);
  const { serverHello, alert, bytesReceived, start } = answer;
  const { connectMs, sentMs, answerAtMs } = seen;
  return {
    code,
    bytesReceived,
    ...(serverHello === undefined
      ? {}
      : {
          version: versionName(serverHello.version),
          cipher: suiteName(serverHello.cipherSuite),
          isCipherOutdated: isOutdated(serverHello.cipherSuite),
        }),
    ...(alert === undefined || code !== 'alert'
      ? {}
      : { alert: { ...alert, name: alertName(alert.number) } }),
    ...(code === 'not-tls' ? { plaintext: readPlaintext(start) } : {}),
    ...(code === 'closed' || code === 'reset' ? { endedBeforeHello: sentMs === undefined } : {}),
    ...errorOf(code, answer, seen, signal),
    ...(connectMs === undefined ? {} : { connectMs }),
    ...(answerAtMs === undefined ? {} : { answerMs: Math.max(0, answerAtMs - (sentMs ?? connectMs ?? 0)) }),
    elapsedMs,
    start,
  };
}

/** What the answer comes to, the most telling sign first. */
function codeOf(answer: HelloAnswer, seen: Seen, signal: AbortSignal): Greeting['code'] {
  if (answer.serverHello !== undefined) return answer.serverHello.isRetry ? 'retry' : 'server-hello';
  if (answer.alert !== undefined) return 'alert';
  if (answer.protocol === 'plaintext') return 'not-tls';
  if (answer.protocol === 'broken' || signal.aborted) return 'failed';
  if (seen.peerEnd !== undefined) return seen.peerEnd;
  return seen.failure !== undefined || seen.connectMs === undefined ? 'failed' : 'silent';
}

function errorOf(
  code: Greeting['code'],
  { protocol }: HelloAnswer,
  { failure }: Seen,
  signal: AbortSignal,
): Pick<Greeting, 'error'> {
  if (code !== 'failed') return {};
  if (signal.aborted) return { error: { errno: 'ECANCELED', message: 'the run was cancelled' } };
  if (protocol === 'broken')
    return {
      error: { errno: 'EPROTO', message: 'the answer begins as TLS and is then impossible or without end' },
    };
  if (failure !== undefined) return { error: systemErrorOf(failure) };
  return { error: { errno: 'ETIMEDOUT', syscall: 'connect', message: 'no connection before the deadline' } };
}
