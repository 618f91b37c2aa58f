import { connect, isIP, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { TcpOutcome } from '../../contract/outcomes/tcp.ts';
import { endpoint } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext } from '../probe.ts';
import { withFurtherConnects } from './further-connects.ts';
import type { Handover } from './handover.ts';
import { closeCleanly } from './tcp-close.ts';
import { systemErrorOf } from './tcp-system-error.ts';
import { elapsedBetween, isRetransmitTime } from './tcp-timing.ts';
import { tcpSentence, tcpVerdict } from './tcp-verdict.ts';

/** One address, as a literal, and one port. */
interface TcpInput {
  readonly address: string;
  readonly port: number;
  /** Where the connection is left for the check that goes on with it; closed where nobody does. */
  readonly leaveTo?: Handover<Socket>;
}

type Ending =
  | { readonly kind: 'open' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: Error; readonly isImmediate: boolean };

/**
 * One TCP handshake with one address, and no other connection. Addresses are never raced against each other: Node's own race
 * (`autoSelectFamily`) aborts all but the last after 250 ms and reports a healthy slow path as ETIMEDOUT (nodejs/node#54359).
 */
export const tcpOnce = defineProbe<TcpInput, TcpOutcome>({
  id: 'tcp',
  // Three or four SYNs fit into it, and the 3.1 s after which Linux says that nobody answers ARP.
  deadlineMs: 4000,
  awaiting: ({ address, port }) => `an answer to the SYN from ${endpoint(address, port)}`,
  run,
  judge: (outcome) => ({
    status:
      outcome.code !== 'open'
        ? 'failed'
        : outcome.hasRetransmitSignature || outcome.error !== undefined
          ? 'warned'
          : 'passed',
    reason: tcpSentence(outcome),
  }),
});

/** One TCP handshake with one address; where it stays silent, two more are tried meanwhile. */
export const tcpConnect = withFurtherConnects(tcpOnce, ({ code }) => code === 'filtered');

async function run({ address, port, leaveTo }: TcpInput, context: ProbeContext): Promise<TcpOutcome> {
  const family = isIP(address);
  if (family !== 4 && family !== 6) throw new TypeError(`not an IP address: ${address}`);
  if (context.signal.aborted) return cancelled(address, port, family, 0);
  const socket = connect({ host: address, port, autoSelectFamily: false });
  // Node sends the SYN in the next tick; what it took to build the socket is no part of the answer's time.
  const startedAt = context.now();
  let source: Source = {};
  // Emitted just before the connect call. A tick later the kernel has chosen the source, which a failure wipes out again.
  socket.once('connectionAttempt', () => {
    process.nextTick(() => {
      source = sourceOf(socket);
    });
  });
  const ending = await firstAnswer(socket, context);
  const elapsedMs = elapsedBetween(startedAt, context.now());
  if (ending.kind === 'open') source = sourceOf(socket);
  if (ending.kind !== 'open') socket.destroy();
  else if (leaveTo === undefined) closeCleanly(socket, context.signal);
  else leaveTo.leave(socket, elapsedMs);
  const interfaceName = interfaceOf(source.localAddress);
  const seen = {
    kind: 'tcp' as const,
    address,
    port,
    family: family as 4 | 6,
    ...source,
    ...(interfaceName === undefined ? {} : { interfaceName }),
    elapsedMs,
  };
  if (ending.kind === 'open')
    return { ...seen, code: 'open', hasRetransmitSignature: isRetransmitTime(elapsedMs) };
  if (ending.kind === 'cancelled') return cancelled(address, port, family, elapsedMs);
  const error = ending.kind === 'failed' ? systemErrorOf(ending.error) : undefined;
  const verdict = tcpVerdict({
    errno: error?.errno,
    elapsedMs,
    family,
    platform: process.platform,
    isImmediate: ending.kind === 'failed' && ending.isImmediate,
  });
  return {
    ...seen,
    ...verdict,
    ...(error === undefined ? {} : { error }),
    hasRetransmitSignature: false,
  };
}

/** Nothing is known; the row of a cancelled run says why by itself. */
const cancelled = (address: string, port: number, family: 4 | 6, elapsedMs: number): TcpOutcome => ({
  kind: 'tcp',
  code: 'cannot-tell',
  address,
  port,
  family,
  origin: 'unknown',
  hasRetransmitSignature: false,
  elapsedMs,
});

function firstAnswer(socket: Socket, { signal, deadlineMs }: ProbeContext): Promise<Ending> {
  return new Promise((resolve) => {
    let wasAwaited = false;
    const settle = (ending: Ending): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      resolve(ending);
    };
    const cancel = (): void => settle({ kind: 'cancelled' });
    // A busy process runs its timers first: whatever has arrived meanwhile is still looked at before silence is concluded.
    const timer = setTimeout(() => setImmediate(() => settle({ kind: 'silent' })), deadlineMs);
    // Emitted only for what failed after the connect call itself had gone through.
    socket.once('connectionAttemptFailed', () => {
      wasAwaited = true;
    });
    socket.once('connect', () => settle({ kind: 'open' }));
    socket.on('error', (error) => settle({ kind: 'failed', error, isImmediate: !wasAwaited }));
    signal.addEventListener('abort', cancel, { once: true });
  });
}

type Source = Partial<Pick<TcpOutcome, 'localAddress' | 'localPort'>>;

/** The source that the kernel chose; nothing before it chose and once the socket is destroyed. */
function sourceOf({ localAddress, localPort }: Socket): Source {
  return localAddress === undefined || localPort === undefined || localPort === 0
    ? {}
    : { localAddress, localPort };
}

function interfaceOf(localAddress: string | undefined): string | undefined {
  const bare = localAddress?.split('%')[0];
  if (bare === undefined) return undefined;
  try {
    const holders = Object.entries(networkInterfaces()).filter(([, addresses]) =>
      addresses?.some(({ address }) => address === bare),
    );
    // A link-local address may stand on several interfaces: then it names none.
    return holders.length === 1 ? holders[0]?.[0].slice(0, 64) : undefined;
  } catch {
    // Some systems refuse the list of interfaces to a confined process; the connection says nothing less for it.
    return undefined;
  }
}
