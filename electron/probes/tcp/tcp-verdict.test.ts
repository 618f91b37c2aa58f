import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TcpOutcome, tcpOutcomeSchema } from '../../contract/outcomes/tcp.ts';
import { type ConnectFailure, tcpSentence, tcpVerdict } from './tcp-verdict.ts';

const failure = (
  errno: string | undefined,
  elapsedMs: number,
  rest: Partial<ConnectFailure> = {},
): ConnectFailure => ({ errno, elapsedMs, family: 4, platform: 'linux', isImmediate: false, ...rest });

const local = { isImmediate: true };
const v6 = { family: 6 } as const;
const windows = { platform: 'win32' } as const;

describe('the verdict on a failed connect', () => {
  // Each row is an event that was set up and measured, see the sources at tcpVerdict.
  it.each<[string, ConnectFailure, string, string]>([
    ['silence until our deadline', failure(undefined, 4000), 'filtered', 'unknown'],
    ['silence until the kernel gave up', failure('ETIMEDOUT', 21_000), 'filtered', 'unknown'],
    ['RST or ICMP 3/3', failure('ECONNREFUSED', 2), 'refused', 'peer-or-firewall'],
    [
      'refusal that Windows tried again',
      failure('ECONNREFUSED', 2030, windows),
      'refused',
      'peer-or-firewall',
    ],
    ['RST right behind the handshake', failure('ECONNRESET', 4), 'open', 'peer-or-firewall'],
    ['ICMP 3/1, 3/10, 3/13', failure('EHOSTUNREACH', 5), 'rejected', 'peer-or-firewall'],
    [
      'ICMP 3/1 from a near router, on Windows',
      failure('EHOSTUNREACH', 2, windows),
      'rejected',
      'peer-or-firewall',
    ],
    ['ICMP after the first repeat', failure('EHOSTUNREACH', 1043), 'rejected', 'peer-or-firewall'],
    ['nobody answers ARP', failure('EHOSTUNREACH', 3092), 'unreachable', 'network'],
    ['an unreachable route of our own', failure('EHOSTUNREACH', 1, local), 'unreachable', 'this-machine'],
    [
      'nobody answers ARP, on macOS',
      failure('EHOSTDOWN', 900, { platform: 'darwin' }),
      'unreachable',
      'network',
    ],
    ['no route', failure('ENETUNREACH', 1, local), 'unreachable', 'this-machine'],
    ['no route on Windows', failure('ENETUNREACH', 2, windows), 'unreachable', 'this-machine'],
    ['ICMP 3/0, 3/9 from a near router', failure('ENETUNREACH', 2), 'rejected', 'network'],
    ['interface is down', failure('ENETDOWN', 1, local), 'unreachable', 'this-machine'],
    ['blackhole route', failure('EINVAL', 1, local), 'unreachable', 'this-machine'],
    ['prohibit route', failure('EACCES', 1, local), 'cannot-tell', 'this-machine'],
    ['prohibit route, IPv6', failure('EACCES', 1, { ...local, ...v6 }), 'cannot-tell', 'this-machine'],
    ['local firewall of Windows', failure('EACCES', 1, windows), 'cannot-tell', 'this-machine'],
    ['ICMPv6 1/1', failure('EACCES', 1044, v6), 'rejected', 'peer-or-firewall'],
    ['ICMPv6 1/1 from a near router', failure('EACCES', 5, v6), 'rejected', 'peer-or-firewall'],
    ['ICMPv6 1/0', failure('ENETUNREACH', 1030, v6), 'rejected', 'network'],
    ['local output rule', failure('EPERM', 1, local), 'cannot-tell', 'this-machine'],
    ['no source address left', failure('EADDRNOTAVAIL', 1, local), 'cannot-tell', 'this-machine'],
    ['no file descriptor left', failure('EMFILE', 1, local), 'cannot-tell', 'this-machine'],
    ['no buffer left', failure('ENOBUFS', 1, local), 'cannot-tell', 'this-machine'],
    ['ICMP 3/2', failure('ENOPROTOOPT', 5), 'rejected', 'peer-or-firewall'],
    ['ICMP 3/8', failure('ENONET', 5), 'unreachable', 'network'],
    ['an errno that nobody foresaw', failure('EPROTO', 5), 'cannot-tell', 'unknown'],
  ])('%s', (_event, given, code, origin) => {
    expect(tcpVerdict(given)).toEqual({ code, origin });
  });

  it('never concludes that a port is open, and never throws', () => {
    fc.assert(
      fc.property(
        fc.option(fc.string({ maxLength: 12 }), { nil: undefined }),
        fc.double({ min: 0, max: 200_000, noNaN: true }),
        fc.constantFrom(4 as const, 6 as const),
        fc.constantFrom('linux' as const, 'win32' as const, 'darwin' as const),
        fc.boolean(),
        (errno, elapsedMs, family, platform, isImmediate) => {
          const { code } = tcpVerdict({ errno, elapsedMs, family, platform, isImmediate });
          expect(code).not.toBe('open');
          expect(tcpOutcomeSchema.shape.code.options).toContain(code);
        },
      ),
    );
  });
});

describe('the sentence', () => {
  const outcome: TcpOutcome = {
    kind: 'tcp',
    code: 'open',
    address: '10.0.0.5',
    port: 443,
    family: 4,
    hasRetransmitSignature: false,
    elapsedMs: 12.3,
  };

  it.each<[Partial<TcpOutcome>, string]>([
    [{}, '10.0.0.5:443 accepted the connection in 12 ms'],
    [
      { hasRetransmitSignature: true, elapsedMs: 1043 },
      '10.0.0.5:443 accepted the connection only after 1.0 s, the moment at which an unanswered SYN is sent again',
    ],
    [{ code: 'filtered', elapsedMs: 4001 }, '10.0.0.5:443 did not answer any SYN in 4.0 s'],
    [
      { code: 'refused', error: { errno: 'ECONNREFUSED' }, address: '2001:db8::5', family: 6, elapsedMs: 2 },
      '[2001:db8::5]:443 refused the connection after 2 ms (ECONNREFUSED)',
    ],
    [
      { code: 'rejected', error: { errno: 'EHOSTUNREACH' }, elapsedMs: 5 },
      'the way to 10.0.0.5:443 was refused by the network after 5 ms (EHOSTUNREACH)',
    ],
    [
      { code: 'unreachable', origin: 'this-machine', error: { errno: 'ENETUNREACH' }, elapsedMs: 0.4 },
      'this machine has no way to 10.0.0.5 (ENETUNREACH at once, no packet left)',
    ],
    [
      { code: 'unreachable', origin: 'network', error: { errno: 'EHOSTUNREACH' }, elapsedMs: 3092 },
      'nobody answers for the address 10.0.0.5 on its own network (EHOSTUNREACH after 3.1 s)',
    ],
    [
      { code: 'cannot-tell', origin: 'this-machine', error: { errno: 'EMFILE' }, elapsedMs: 0.2 },
      'this machine did not send to 10.0.0.5:443 (EMFILE after less than 1 ms), so nothing is known of it',
    ],
    [
      { code: 'cannot-tell', origin: 'unknown', error: { errno: 'EPROTO' }, elapsedMs: 7 },
      'the attempt to reach 10.0.0.5:443 ended with EPROTO after 7 ms, which says nothing of the other end',
    ],
  ])('of %j', (change, sentence) => {
    expect(tcpSentence({ ...outcome, ...change })).toBe(sentence);
  });
});
