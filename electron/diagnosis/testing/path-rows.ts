import type { CauseId } from '../../contract/cause-ids.ts';
import type { NatsOutcome } from '../../contract/outcomes/nats.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { Profile } from '../../contract/profile.ts';
import { RELAY_ADDRESS } from './made-up-rows.ts';
import { INFO, realTime } from './real-time-rows.ts';
import {
  certificate,
  healthyEnd,
  host,
  http,
  lookup,
  noTls,
  resolver,
  responderProfile,
  siteProfile,
  syslog,
  syslogProfile,
  tcp,
  tls,
} from './site-run.ts';

const A = '10.0.0.5';
const S = '10.0.0.14';
const R = RELAY_ADDRESS;
const SYNTHETIC = '198.18.0.5';
const RESOLVED = [host(), lookup([A]), resolver('10.0.0.53', 'answered', [A])];

type Row = readonly [CauseId, readonly Outcome[], Profile?];

/** The port that nobody uses. */
const control = (address: string, code: 'open' | 'refused' | 'rejected' | 'filtered'): Outcome =>
  tcp(address, CONTROL_PORT, code, code === 'refused' ? { error: { errno: 'ECONNREFUSED' } } : {});
const CONTROL_PORT = 293;

const mute = (address: string, more: Parameters<typeof noTls>[2] = {}): Outcome[] =>
  [443, 8443].flatMap((port) => [
    tcp(address, port),
    noTls(address, port, { code: 'silent', elapsedMs: 5000, ...more }),
  ]);

const relayProfile = (relay: string): Profile => ({ ...siteProfile(), responder: { relay } });
const withRelay = (...outcomes: Outcome[]): Outcome[] => [
  ...RESOLVED,
  ...healthyEnd(A),
  lookup([R], { hostname: 'relay.example.com' }),
  ...outcomes,
];
const byRelay = relayProfile('relay.example.com');
const tlsExpected: Profile = { ...responderProfile(), responder: { tasksTls: 'required' } };

/** What the further connections beside a silent one did. */
const further = (...codes: ('open' | 'silent' | 'refused')[]) => ({
  further: codes.map((code) => ({ code, elapsedMs: code === 'silent' ? 3800 : 4 })),
});

/** Runs with controls, crowded listeners or a relay, and the one cause that each shows. */
export const PATH_ROWS: readonly Row[] = [
  ['false-open', [...RESOLVED, ...mute(A), control(A, 'open')]],
  ['false-open', [...RESOLVED, ...mute(A, { code: 'reset' }), control(A, 'open')]],
  ['false-open', [...RESOLVED, ...mute(A, { code: 'closed', closedBeforeHello: false }), control(A, 'open')]],
  ['false-open', [...RESOLVED, ...healthyEnd(A), control(A, 'open')]],
  [
    'false-open',
    [
      ...RESOLVED,
      ...mute(A),
      tcp(A, 4222),
      ...realTime('no-info', { bytesReceived: 0, lastSent: 'client-hello' }).slice(-1),
      control(A, 'open'),
    ],
    responderProfile(),
  ],
  [
    'false-open',
    [
      host(),
      lookup([S], { hostname: 'syslog.example.com' }),
      tcp(S, 6514),
      syslog(S, 'tls-no-answer', { port: 6514, transport: 'tls', elapsedMs: 4000 }),
      control(S, 'open'),
    ],
    syslogProfile({ transport: 'tls', port: 6514 }),
  ],
  [
    'synthetic-address',
    [
      host(),
      lookup([SYNTHETIC]),
      resolver('10.0.0.53', 'answered', [SYNTHETIC]),
      ...mute(SYNTHETIC),
      control(SYNTHETIC, 'open'),
    ],
  ],
  ['host-filtered', [...RESOLVED, tcp(A, 443, 'filtered'), tcp(A, 8443, 'filtered'), control(A, 'filtered')]],
  ...(['refused', 'rejected'] as const).map(
    (code): Row => [
      'port-filtered',
      [...RESOLVED, tcp(A, 443, 'filtered'), tcp(A, 8443, 'filtered'), control(A, code)],
    ],
  ),
  [
    'port-filtered',
    [...RESOLVED, ...[443, 8443, 4222].map((port) => tcp(A, port, 'filtered')), control(A, 'refused')],
    responderProfile(),
  ],
  ['tls-no-answer', [...RESOLVED, ...mute(A), control(A, 'refused')]],
  ['tls-no-answer', [...RESOLVED, ...mute(A, further('open', 'open')), control(A, 'refused')]],
  ['service-overloaded', [...RESOLVED, ...mute(A, further('open', 'silent')), control(A, 'refused')]],
  [
    'service-overloaded',
    [
      ...RESOLVED,
      tcp(A, 443),
      noTls(A, 443, {
        code: 'failed',
        elapsedMs: 5000,
        error: { errno: 'ETIMEDOUT', syscall: 'connect' },
      }),
      ...healthyEnd(A).slice(3),
    ],
  ],
  [
    'service-overloaded',
    [...RESOLVED, tcp(A, 443, 'filtered', further('open', 'silent')), ...healthyEnd(A).slice(3)],
  ],
  [
    'service-overloaded',
    [...RESOLVED, ...healthyEnd(A).slice(0, 3), tcp(A, 8443, 'filtered', further('open', 'open'))],
  ],
  [
    'service-overloaded',
    realTime('no-info', { bytesReceived: 0, timings: { connectMs: 4 }, ...further('silent', 'silent') }),
    responderProfile(),
  ],
  [
    'client-certificate-required',
    [
      ...RESOLVED,
      ...[443, 8443].flatMap((port): Outcome[] => [
        tcp(A, port),
        tls(A, port, { requestsClientCertificate: true }),
        ...(['http', 'api-token'] as const).map((kind) =>
          http(A, port, undefined, {
            kind,
            code: 'tls-failed',
            error: { errno: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' },
          }),
        ),
      ]),
    ],
  ],
  ['nats-tls-missing', realTime('needs-login', { info: INFO }), tlsExpected],
  ['nats-tls-missing', realTime('ready', { info: INFO }), tlsExpected],
  ...[
    { alert: { level: 2, number: 40, name: 'handshake_failure' } },
    { alert: { level: 2, number: 80, name: 'internal_error' } },
    {},
  ].map(
    (more): Row => [
      'nats-tls-failed',
      realTime('tls-failed', {
        info: { ...INFO, tlsRequired: true },
        tls: { attempted: true, first: false, ...more },
        error: { errno: 'ERR_SSL_WRONG_VERSION_NUMBER' },
      }),
      responderProfile(),
    ],
  ),
  [
    'nats-tls-failed',
    realTime('tls-failed', { firstLine: 'HTTP/1.1 400 Bad Request', tls: { attempted: true, first: true } }),
    responderProfile(),
  ],
  [
    'nats-refused',
    realTime('refused', { errText: 'Invalid Client Protocol', info: INFO }),
    responderProfile(),
  ],
  ['nats-refused', realTime('refused', { errText: 'Server Is Shutting Down' }), responderProfile()],
  ['port-filtered', withRelay(tcp(R, 443, 'filtered')), byRelay],
  ['port-closed', withRelay(tcp(R, 443, 'refused')), byRelay],
  [
    'firewall-rejects',
    withRelay(tcp(R, 443, 'rejected', { error: { errno: 'EHOSTUNREACH' }, origin: 'network' })),
    byRelay,
  ],
  ['closed-on-accept', withRelay(tcp(R, 443), noTls(R, 443, { code: 'closed' })), byRelay],
  ['tls-no-answer', withRelay(tcp(R, 443), noTls(R, 443, { code: 'silent' })), byRelay],
  [
    'certificate-expired',
    withRelay(
      tcp(R, 443),
      tls(R, 443, { faults: ['expired'], chain: [certificate({ notAfter: '2026-05-01T00:00:00.000Z' })] }),
    ),
    byRelay,
  ],
  [
    'tls-inspected',
    withRelay(
      tcp(R, 443),
      tls(R, 443, {
        faults: ['untrusted-authority'],
        trust: [],
        chain: [certificate({ issuer: 'CN=FG100,O=Fortinet', issuerCommonName: 'FG100' })],
      }),
    ),
    byRelay,
  ],
  ['name-not-found', [...RESOLVED, ...healthyEnd(A), lookup([], { hostname: 'relay.example.com' })], byRelay],
];

const overTls: Partial<NatsOutcome> = {
  info: { ...INFO, tlsRequired: true },
  tls: { attempted: true, first: false, version: 'TLSv1.3' },
};

/** Runs with controls or a relay in which nothing is wrong. */
export const PATH_HEALTHY: readonly (readonly [string, readonly Outcome[], Profile?])[] = [
  ...(['refused', 'rejected', 'filtered'] as const).map(
    (code) => [`a control that was ${code}`, [...RESOLVED, ...healthyEnd(A), control(A, code)]] as const,
  ),
  ['a relay', withRelay(tcp(R, 443), tls(R, 443)), byRelay],
  ['NATS over TLS, as the profile expects', realTime('needs-login', overTls), tlsExpected],
  [
    'further connections beside a slow answer',
    [...RESOLVED, tcp(A, 443), tls(A, 443, { elapsedMs: 2000 }), http(A, 443), ...healthyEnd(A).slice(3)],
  ],
];
