import type { CauseId } from '../../contract/cause-ids.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { SyslogAnswer, SyslogMessageOutcome } from '../../contract/outcomes/syslog-message.ts';
import type { Profile } from '../../contract/profile.ts';
import { certificate, noTls, syslog, syslogProfile, tcp, tls } from './site-run.ts';
import { byTcp, control, RECEIVER, S } from './syslog-cases.ts';

const byNewline = syslogProfile({ transport: 'tcp', framing: 'newline' });
const byTls = syslogProfile({ transport: 'tls', port: 6514 });

/** What became of one test message; by TCP with its length before it unless told otherwise. */
export const message = (
  code: SyslogMessageOutcome['code'],
  more: Partial<SyslogMessageOutcome> = {},
): SyslogMessageOutcome => ({
  kind: 'syslog-message',
  code,
  address: S,
  port: 514,
  transport: 'tcp',
  format: 'rfc5424',
  framing: 'octet-counting',
  token: 'airway-7f3kabcdef',
  message: '<14>1 2026-06-01T12:00:00.000Z asset-7 airway - TEST - This is a test message by Airway',
  wasSent: code !== 'closed-at-once' && code !== 'tls-failed' && code !== 'blocked-locally',
  bytesReceived: 0,
  raw: [],
  timings: { connectMs: 1, ...(code === 'closed-after-data' ? { keptMs: 2 } : {}) },
  elapsedMs: 1100,
  ...more,
});

const byUdp = { transport: 'udp', framing: 'none' } as const;
const opened: readonly Outcome[] = [...RECEIVER, tcp(S, 514), syslog(S, 'tcp-open')];
const silent: readonly Outcome[] = [
  ...RECEIVER,
  syslog(S, 'udp-unconfirmed', control('closed')),
  tcp(S, 514),
];
const secured = (...more: Outcome[]): Outcome[] => [
  ...RECEIVER,
  tcp(S, 6514),
  syslog(S, 'tls-open', { port: 6514, version: 'TLSv1.3' }),
  ...more,
];
const hungUp = message('closed-after-data', { framing: 'newline', endedBy: 'fin' });
/** The TLS greeting that follows a plain message at which a receiver hung up. */
const look = (more: Parameters<typeof noTls>[2]): Outcome => noTls(S, 514, more);

/** Runs with a test message and, where it matters, with the answer of whoever looked; each with the one cause to be named. */
export const MESSAGE_TABLE: readonly (readonly [CauseId, readonly Outcome[], Profile, SyslogAnswer?])[] = [
  [
    'syslog-wants-octet-counting',
    [...opened, hungUp, look({ code: 'closed', closedBeforeHello: false })],
    byNewline,
  ],
  [
    'syslog-wants-octet-counting',
    secured(tls(S, 6514), message('closed-after-data', { port: 6514, transport: 'tls', framing: 'newline' })),
    byTls,
  ],
  ['syslog-wants-tls', [...opened, hungUp, tls(S, 514)], byNewline],
  [
    'syslog-wants-tls',
    [...opened, message('answered', { alert: { level: 2, number: 10, name: 'unexpected_message' } })],
    byTcp,
  ],
  [
    'syslog-wants-tls',
    [
      ...opened,
      message('closed-after-data'),
      look({
        code: 'alert',
        bytesReceived: 7,
        alert: { level: 2, number: 40, name: 'handshake_failure', afterHandshake: false },
      }),
    ],
    byTcp,
  ],
  ['syslog-lost-on-restart', [...opened, message('closed-after-data'), look({ code: 'silent' })], byTcp],
  ['syslog-lost-on-restart', [...opened, hungUp, look({ code: 'silent' })], byNewline],
  [
    'syslog-lost-on-restart',
    [...opened, hungUp, look({ code: 'failed', error: { errno: 'ECONNREFUSED' } })],
    byNewline,
    'not-arrived',
  ],
  ['syslog-framing-unconfirmed', [...opened, message('written')], byTcp],
  ['syslog-framing-unconfirmed', [...opened, message('written')], byTcp, 'not-looked'],
  ['syslog-wants-newline', [...opened, message('written')], byTcp, 'altered'],
  ['syslog-message-not-arrived', [...opened, message('written')], byTcp, 'not-arrived'],
  ['syslog-message-not-arrived', [...silent, message('udp-sent', byUdp)], syslogProfile(), 'not-arrived'],
  ['syslog-udp-unconfirmed', [...silent, message('udp-sent', byUdp)], syslogProfile()],
  ['syslog-connection-limit', [...opened, message('closed-at-once', { endedBy: 'rst' })], byTcp],
  [
    'wrong-service',
    [
      ...opened,
      message('answered', { plaintext: { protocol: 'http', firstLine: 'HTTP/1.1 400 Bad Request' } }),
    ],
    byTcp,
  ],
  [
    'syslog-udp-closed',
    [...silent, message('udp-closed', { ...byUdp, error: { errno: 'ECONNREFUSED' } })],
    syslogProfile(),
  ],
  [
    'firewall-rejects',
    [...silent, message('udp-rejected', { ...byUdp, error: { errno: 'EHOSTUNREACH' } })],
    syslogProfile(),
  ],
  [
    'blocked-on-this-machine',
    [...silent, message('blocked-locally', { ...byUdp, error: { errno: 'EPERM' } })],
    syslogProfile(),
  ],
  ['certificate-expired', secured(tls(S, 6514, { faults: ['expired'] })), byTls],
  [
    'certificate-authority-untrusted',
    secured(tls(S, 6514, { faults: ['untrusted-authority'], chain: [certificate()] })),
    byTls,
  ],
];

/** Messages after which nothing is left to be said. */
export const HEALTHY_MESSAGES: readonly (readonly [string, readonly Outcome[], Profile, SyslogAnswer?])[] = [
  [
    'a message that ends with a line feed, which was taken',
    [...opened, message('written', { framing: 'newline' })],
    byNewline,
  ],
  ['a counted message that somebody found', [...opened, message('written')], byTcp, 'arrived'],
  ['a datagram that somebody found', [...silent, message('udp-sent', byUdp)], syslogProfile(), 'arrived'],
  [
    'a message that somebody found although the connection ended',
    [...opened, message('closed-after-data')],
    byTcp,
    'arrived',
  ],
  ['a receiver by TLS with a good certificate', secured(tls(S, 6514)), byTls],
];
