import type { TcpOutcome } from '../../contract/outcomes/tcp.ts';
import { endpoint, said } from '../../contract/spoken.ts';

/** What the socket said of a failed connect, from which alone the verdict is drawn. */
export interface ConnectFailure {
  /** Symbolic errno; undefined when our own deadline came first. */
  readonly errno: string | undefined;
  readonly elapsedMs: number;
  readonly family: 4 | 6;
  readonly platform: NodeJS.Platform;
  /** True when the connect call itself failed, before the kernel began to wait for an answer: no answer was involved. */
  readonly isImmediate: boolean;
}

type TcpVerdict = Required<Pick<TcpOutcome, 'code' | 'origin'>>;

/**
 * From this age on, EHOSTUNREACH means that nobody answered ARP or neighbour discovery: Linux gives up after three requests,
 * one second apart (3.1 s measured, on the own link and behind a router alike). Refusals by ICMP come in one round trip, or
 * with the first repeated SYN after 1 s.
 */
const NEIGHBOUR_GIVEN_UP_MS = 2500;

/**
 * Windows may report a missing route or a local block through its completion port, and then only the time shows that no answer
 * was awaited.
 */
const WINDOWS_AT_ONCE_MS = 20;

const OWN_LIMIT: ReadonlySet<string> = new Set([
  'EADDRINUSE',
  'EADDRNOTAVAIL',
  'EAFNOSUPPORT',
  'EAGAIN',
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'EPERM',
]);

/**
 * Reads a failed connect: a code, and where the failure came from as far as errno and time say. Sources: the errno table of
 * Linux net/ipv4/icmp.c (`icmp_err_convert`) and net/ipv6/icmp.c (`tab_unreach`), and measurements with each fault set up.
 * ECONNREFUSED is an RST or an ICMP port-unreachable; the socket cannot tell which.
 */
export function tcpVerdict(failure: ConnectFailure): TcpVerdict {
  const { errno, elapsedMs, family } = failure;
  const isLocal = failure.isImmediate || (failure.platform === 'win32' && elapsedMs < WINDOWS_AT_ONCE_MS);
  if (errno === undefined || errno === 'ETIMEDOUT') return { code: 'filtered', origin: 'unknown' };
  if (OWN_LIMIT.has(errno)) return { code: 'cannot-tell', origin: 'this-machine' };
  switch (errno) {
    case 'ECONNRESET':
      // A SYN that is answered by RST gives ECONNREFUSED: here the handshake was complete, and the RST came right behind it.
      return { code: 'open', origin: 'peer-or-firewall' };
    case 'ECONNREFUSED':
      return { code: 'refused', origin: 'peer-or-firewall' };
    case 'EHOSTUNREACH':
      if (failure.isImmediate) return { code: 'unreachable', origin: 'this-machine' };
      return elapsedMs >= NEIGHBOUR_GIVEN_UP_MS
        ? { code: 'unreachable', origin: 'network' }
        : { code: 'rejected', origin: 'peer-or-firewall' };
    case 'EHOSTDOWN':
    case 'ENONET':
      return { code: 'unreachable', origin: 'network' };
    case 'ENETDOWN':
      return { code: 'unreachable', origin: 'this-machine' };
    case 'ENETUNREACH':
      return isLocal
        ? { code: 'unreachable', origin: 'this-machine' }
        : { code: 'rejected', origin: 'network' };
    case 'EINVAL':
      // A blackhole route, or a link-local address without its interface: nothing can be sent.
      return failure.isImmediate
        ? { code: 'unreachable', origin: 'this-machine' }
        : { code: 'cannot-tell', origin: 'unknown' };
    case 'EACCES':
      // ICMPv6 type 1 code 1 arrives as EACCES; IPv4 has no such mapping, there it is a prohibit route or a local block.
      return family === 6 && !isLocal
        ? { code: 'rejected', origin: 'peer-or-firewall' }
        : { code: 'cannot-tell', origin: 'this-machine' };
    case 'ENOPROTOOPT':
      return { code: 'rejected', origin: 'peer-or-firewall' };
    default:
      return { code: 'cannot-tell', origin: 'unknown' };
  }
}

/** One sentence with what was seen of one address and port. */
export function tcpSentence(outcome: TcpOutcome): string {
  const { address, port, code, origin, elapsedMs } = outcome;
  const at = endpoint(address, port);
  const time = said(elapsedMs);
  const errno = outcome.error?.errno ?? 'no error code';
  switch (code) {
    case 'open':
      if (outcome.error !== undefined)
        return `${at} accepted the connection and reset it at once, after ${time} (${errno})`;
      return outcome.hasRetransmitSignature
        ? `${at} accepted the connection only after ${time}, the moment at which an unanswered SYN is sent again`
        : `${at} accepted the connection in ${time}`;
    case 'refused':
      return `${at} refused the connection after ${time} (${errno})`;
    case 'rejected':
      return `the way to ${at} was refused by the network after ${time} (${errno})`;
    case 'filtered':
      return `${at} did not answer any SYN in ${time}`;
    case 'unreachable':
      return origin === 'this-machine'
        ? `this machine has no way to ${address} (${errno} at once, no packet left)`
        : `nobody answers for the address ${address} on its own network (${errno} after ${time})`;
    case 'cannot-tell':
      return origin === 'this-machine'
        ? `this machine did not send to ${at} (${errno} after ${time}), so nothing is known of it`
        : `the attempt to reach ${at} ended with ${errno} after ${time}, which says nothing of the other end`;
  }
}
