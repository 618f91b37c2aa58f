import { connect } from 'node:net';
import { rawExchange } from '../../contract/evidence.ts';
import type { SyslogOutcome } from '../../contract/outcomes/syslog.ts';
import type { ProbeContext } from '../probe.ts';
import { closeCleanly } from '../tcp/tcp-close.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { readPlaintext } from '../tls/tls-plaintext.ts';
import { onAbort, Waiting } from '../tls/tls-waiting.ts';
import type { SyslogInput } from './syslog-input.ts';

/** How long an accepted connection is watched: a receiver that is full, or that refuses this sender, ends it within a few ms. */
const WATCH_MS = 400;
/** Octets that are read of a server that speaks without being asked; its first line is far shorter. */
const READ_LIMIT_BYTES = 4096;

/** Connects, writes nothing, and watches for a moment whether the receiver keeps the connection. */
export async function observeTcp(input: SyslogInput, context: ProbeContext): Promise<SyslogOutcome> {
  const { address, port } = input;
  const { signal, deadlineMs } = context;
  const startedAt = context.now();
  const elapsed = (): number => Math.max(0, context.now() - startedAt);
  let connectMs: number | undefined;
  let endedAtMs: number | undefined;
  let endedBy: SyslogOutcome['endedBy'];
  let failure: Error | undefined;
  let received = Buffer.alloc(0);
  let answerAtMs = 0;
  let isOver = signal.aborted;
  const waiting = new Waiting(() => isOver);
  const end = (): void => {
    isOver = true;
    waiting.changed();
  };
  const seen = (code: SyslogOutcome['code']): SyslogOutcome => ({
    kind: 'syslog',
    code,
    address,
    port,
    transport: 'tcp',
    ...(endedBy === undefined ? {} : { endedBy }),
    bytesReceived: received.length,
    ...(code === 'not-syslog' ? { plaintext: readPlaintext(received) } : {}),
    ...errorOf(code, failure, signal),
    raw:
      received.length === 0
        ? []
        : [rawExchange('received', answerAtMs, 'first octets of the server', received)],
    timings: {
      ...(connectMs === undefined ? {} : { connectMs }),
      ...(connectMs === undefined || endedAtMs === undefined ? {} : { openMs: endedAtMs - connectMs }),
    },
    elapsedMs: elapsed(),
  });
  if (isOver) return seen('failed');

  const stopListening = onAbort(signal, end);
  const socket = connect({ host: address, port, autoSelectFamily: false });
  const timer = setTimeout(() => setImmediate(end), deadlineMs);
  try {
    socket.once('connect', () => {
      connectMs = elapsed();
      waiting.changed();
    });
    socket.on('data', (bytes) => {
      if (received.length === 0) answerAtMs = elapsed();
      received = Buffer.concat([received, bytes.subarray(0, READ_LIMIT_BYTES - received.length)]);
      if (received.length >= READ_LIMIT_BYTES) end();
    });
    socket.once('end', () => {
      endedBy ??= 'fin';
      endedAtMs ??= elapsed();
      end();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      failure ??= error;
      if (error.code === 'ECONNRESET') endedBy ??= 'rst';
      endedAtMs ??= elapsed();
      end();
    });
    await waiting.until(() => connectMs !== undefined);
    if (connectMs !== undefined) await waiting.until(() => false, WATCH_MS);
    if (signal.aborted) return seen('failed');
    if (received.length > 0) return seen('not-syslog');
    // An RST that is there before the connection was looked at ends the connect itself so.
    if (endedBy !== undefined) return seen('closed-at-once');
    if (connectMs !== undefined && failure === undefined) return seen('tcp-open');
    return seen(failure !== undefined && isLocalBlock(failure) ? 'blocked-locally' : 'failed');
  } finally {
    clearTimeout(timer);
    stopListening();
    if (socket.destroyed || socket.connecting || signal.aborted) socket.destroy();
    else closeCleanly(socket, signal);
  }
}

const isLocalBlock = (error: NodeJS.ErrnoException): boolean => error.code === 'EPERM';

function errorOf(
  code: SyslogOutcome['code'],
  failure: Error | undefined,
  signal: AbortSignal,
): Pick<SyslogOutcome, 'error'> {
  if (failure !== undefined) return { error: systemErrorOf(failure) };
  if (code !== 'failed') return {};
  if (signal.aborted) return { error: { errno: 'ECANCELED', message: 'the run was cancelled' } };
  return { error: { errno: 'ETIMEDOUT', syscall: 'connect', message: 'no connection before the deadline' } };
}
