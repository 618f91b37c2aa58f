import type { CauseId } from '../../contract/cause-ids.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { SyslogOutcome } from '../../contract/outcomes/syslog.ts';
import type { Profile } from '../../contract/profile.ts';
import { host, lookup, syslog, syslogProfile, tcp } from './site-run.ts';

/** The receiver's address. */
export const S = '10.0.0.14';
/** This machine, and the receiver's name resolved. */
export const RECEIVER: readonly Outcome[] = [host(), lookup([S], { hostname: 'syslog.example.com' })];
/** A profile that names TCP. */
export const byTcp = syslogProfile({ transport: 'tcp' });
const byTls = syslogProfile({ transport: 'tls', port: 6514 });
/** What the unused port of the same host did. */
export const control = (code: 'closed' | 'silent' | 'rejected') => ({
  control: { port: 23_456, code, elapsedMs: 5 },
});
/** ICMP port unreachable as a UDP socket gives it. */
export const refused = { error: { errno: 'ECONNREFUSED', syscall: 'recvmsg' } };
const tlsReceiver = (code: SyslogOutcome['code'], more: Partial<SyslogOutcome> = {}): Outcome[] => [
  ...RECEIVER,
  tcp(S, 6514),
  syslog(S, code, { port: 6514, transport: 'tls', ...more }),
];
const refusedWith = (number: number, name: string): Outcome[] =>
  tlsReceiver('tls-refused', {
    bytesReceived: 7,
    alert: { level: 2, number, name, afterHandshake: false },
  });

/** Runs of the Syslog step, each with the one cause that has to be named. */
export const SYSLOG_TABLE: readonly (readonly [CauseId, readonly Outcome[], Profile])[] = [
  [
    'syslog-udp-closed',
    [...RECEIVER, syslog(S, 'udp-closed', refused), tcp(S, 514, 'refused')],
    syslogProfile(),
  ],
  [
    'syslog-udp-unconfirmed',
    [...RECEIVER, syslog(S, 'udp-unconfirmed', control('closed')), tcp(S, 514, 'refused')],
    syslogProfile(),
  ],
  [
    'syslog-udp-unconfirmed',
    [...RECEIVER, syslog(S, 'udp-unconfirmed', control('silent')), tcp(S, 514, 'filtered')],
    syslogProfile(),
  ],
  [
    'syslog-udp-unconfirmed',
    [...RECEIVER, syslog(S, 'udp-unconfirmed', control('rejected')), tcp(S, 514)],
    syslogProfile(),
  ],
  [
    'firewall-rejects',
    [...RECEIVER, syslog(S, 'udp-rejected', { error: { errno: 'EHOSTUNREACH' } }), tcp(S, 514, 'filtered')],
    syslogProfile(),
  ],
  [
    'host-unreachable',
    [
      ...RECEIVER,
      syslog(S, 'udp-unconfirmed', control('silent')),
      tcp(S, 514, 'unreachable', { elapsedMs: 3100, error: { errno: 'EHOSTUNREACH' }, origin: 'network' }),
    ],
    syslogProfile(),
  ],
  ['syslog-other-transport', [...RECEIVER, syslog(S, 'udp-closed', refused), tcp(S, 514)], syslogProfile()],
  [
    'syslog-other-transport',
    [...RECEIVER, tcp(S, 514, 'refused'), syslog(S, 'udp-unconfirmed', control('closed'))],
    byTcp,
  ],
  ['port-closed', [...RECEIVER, tcp(S, 514, 'refused'), syslog(S, 'udp-closed', refused)], byTcp],
  [
    'port-filtered',
    [...RECEIVER, tcp(S, 514, 'filtered'), syslog(S, 'udp-unconfirmed', control('silent'))],
    byTcp,
  ],
  ['port-closed', [...RECEIVER, tcp(S, 6514, 'refused')], byTls],
  [
    'syslog-connection-limit',
    [...RECEIVER, tcp(S, 514), syslog(S, 'closed-at-once', { endedBy: 'rst', timings: { openMs: 2 } })],
    byTcp,
  ],
  [
    'syslog-connection-limit',
    [...RECEIVER, tcp(S, 514, 'refused', { error: { errno: 'ECONNRESET' } })],
    byTcp,
  ],
  ['syslog-connection-limit', tlsReceiver('closed-at-once', { endedBy: 'fin' }), byTls],
  ['syslog-no-tls', tlsReceiver('tls-no-answer', { elapsedMs: 4000 }), byTls],
  ['syslog-no-tls', tlsReceiver('tls-refused', { endedBy: 'fin' }), byTls],
  [
    'syslog-no-tls',
    tlsReceiver('not-tls', { plaintext: { protocol: 'http', firstLine: 'HTTP/1.1 400 Bad Request' } }),
    byTls,
  ],
  ['client-certificate-required', refusedWith(116, 'certificate_required'), byTls],
  ['tls-version-too-old', refusedWith(70, 'protocol_version'), byTls],
  ['tls-no-common-cipher', refusedWith(40, 'handshake_failure'), byTls],
  [
    'wrong-service',
    [
      ...RECEIVER,
      tcp(S, 514),
      syslog(S, 'not-syslog', { plaintext: { protocol: 'ssh', firstLine: 'SSH-2.0-OpenSSH_9.2' } }),
    ],
    byTcp,
  ],
  ['name-not-found', [host(), lookup([], { hostname: 'syslog.example.com' })], syslogProfile()],
  [
    'blocked-on-this-machine',
    [
      ...RECEIVER,
      syslog(S, 'blocked-locally', { transport: 'udp', error: { errno: 'EPERM', syscall: 'send' } }),
      tcp(S, 514, 'filtered'),
    ],
    syslogProfile(),
  ],
  [
    'no-route',
    [
      ...RECEIVER,
      syslog(S, 'failed', { transport: 'udp', error: { errno: 'ENETUNREACH', syscall: 'connect' } }),
      tcp(S, 514, 'unreachable', { error: { errno: 'ENETUNREACH' }, origin: 'this-machine' }),
    ],
    syslogProfile(),
  ],
];

/** Receivers of which nothing is to be said. */
export const HEALTHY_RECEIVERS: readonly (readonly [string, readonly Outcome[], Profile])[] = [
  ['a receiver by TCP', [...RECEIVER, tcp(S, 514), syslog(S, 'tcp-open')], byTcp],
  ['a receiver by TLS', tlsReceiver('tls-open', { version: 'TLSv1.3' }), byTls],
  [
    'a receiver by TCP on loopback, bound to one of its two addresses',
    [
      host(),
      lookup(['::1', '127.0.0.1'], { hostname: 'localhost' }),
      tcp('127.0.0.1', 514),
      syslog('127.0.0.1', 'tcp-open'),
      tcp('::1', 514, 'refused'),
    ],
    syslogProfile({ address: 'localhost', transport: 'tcp' }),
  ],
];
