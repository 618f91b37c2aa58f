import type { CauseId } from '../../contract/cause-ids.ts';
import type { NatsOutcome } from '../../contract/outcomes/nats.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { Profile } from '../../contract/profile.ts';
import { ADVERTISED_PORT } from './made-up-rows.ts';
import { healthyEnd, host, lookup, nats, resolver, responderProfile, tcp } from './site-run.ts';

const A = '10.0.0.5';
const RESOLVED = [host(), lookup([A]), resolver('10.0.0.53', 'answered', [A])];

type Row = readonly [CauseId, readonly Outcome[], Profile];

/** A healthy Console, and this on the port for real-time tasks. */
export const realTime = (code: NatsOutcome['code'], more: Partial<NatsOutcome> = {}): Outcome[] => [
  ...RESOLVED,
  ...healthyEnd(A),
  tcp(A, 4222),
  nats(A, code, more),
];
/** INFO of a healthy server. */
export const INFO = {
  version: '2.10.22',
  port: 4222,
  authRequired: true,
  tlsRequired: false,
  tlsAvailable: false,
  tlsVerify: false,
  connectUrls: [],
};

/** Runs with a Responder step, and the one cause that each shows. */
export const REAL_TIME_ROWS: readonly Row[] = [
  ...(['filtered', 'refused'] as const).map(
    (code): Row => [
      'real-time-port-blocked',
      [...RESOLVED, ...healthyEnd(A), tcp(A, 4222, code)],
      responderProfile(),
    ],
  ),
  [
    'real-time-port-blocked',
    [...RESOLVED, ...healthyEnd(A), tcp(A, 4222, 'unreachable', { origin: 'network' })],
    responderProfile(),
  ],
  [
    'host-filtered',
    [...RESOLVED, ...[443, 8443, 4222].map((port) => tcp(A, port, 'filtered'))],
    responderProfile(),
  ],
  [
    'port-filtered',
    [...RESOLVED, tcp(A, 443, 'filtered'), tcp(A, 8443, 'filtered'), tcp(A, 4222), nats(A)],
    responderProfile(),
  ],
  [
    'port-closed',
    [...RESOLVED, ...[443, 8443, 4222].map((port) => tcp(A, port, 'refused'))],
    responderProfile(),
  ],
  ['port-closed', [...RESOLVED, tcp(A, 4222, 'refused')], responderProfile()],
  [
    'address-dead',
    [
      host(),
      lookup([A, '10.0.0.6']),
      resolver('10.0.0.53', 'answered', [A, '10.0.0.6']),
      ...healthyEnd(A),
      tcp(A, 4222),
      nats(A),
      ...[443, 8443, 4222].map((port) => tcp('10.0.0.6', port, 'filtered')),
    ],
    responderProfile(),
  ],
  ['closed-on-accept', realTime('closed', { end: 'fin', lastSent: 'nothing' }), responderProfile()],
  ['closed-on-accept', realTime('reset', { end: 'rst', lastSent: 'nothing' }), responderProfile()],
  [
    'nats-no-info',
    realTime('no-info', {
      end: 'silent',
      lastSent: 'client-hello',
      bytesReceived: 0,
      tls: { attempted: true, first: true },
    }),
    responderProfile(),
  ],
  ['nats-no-info', realTime('no-info', { end: 'silent', lastSent: 'nothing' }), responderProfile()],
  [
    'nats-no-info',
    realTime('no-info', { end: 'silent', tls: { attempted: true, first: true, version: 'TLSv1.3' } }),
    responderProfile(),
  ],
  ['not-nats', realTime('http', { firstLine: 'HTTP/1.1 400 Bad Request' }), responderProfile()],
  ['not-nats', realTime('other-protocol', { firstLine: 'SSH-2.0-OpenSSH_9.6' }), responderProfile()],
  ...(['route', 'gateway', 'leaf-node', 'other', 'monitoring'] as const).map(
    (listener): Row => [
      'nats-wrong-port',
      realTime('wrong-port', { listener, info: { ...INFO, port: 6222 } }),
      responderProfile(),
    ],
  ),
  [
    'nats-client-certificate-required',
    realTime('client-certificate-required', {
      info: { ...INFO, tlsRequired: true, tlsVerify: true },
      tls: {
        attempted: true,
        first: false,
        version: 'TLSv1.3',
        alert: { level: 2, number: 42, name: 'bad_certificate' },
      },
    }),
    responderProfile(),
  ],
  [
    'nats-connection-limit',
    realTime('connection-limit', { errText: 'maximum connections exceeded', info: INFO }),
    responderProfile(),
  ],
  ...(['fin', 'rst', 'silent'] as const).map(
    (end): Row => [
      'nats-cut-by-inspection',
      realTime('cut-after-connect', { end, info: INFO }),
      responderProfile(),
    ],
  ),
  [
    'nats-cut-by-inspection',
    realTime('cut-after-connect', {
      end: 'rst',
      lastSent: 'client-hello',
      info: { ...INFO, tlsRequired: true },
    }),
    responderProfile(),
  ],
  [
    'nats-cut-by-inspection',
    realTime('refused', { errText: 'Unknown Protocol Operation', info: INFO }),
    responderProfile(),
  ],
  [
    'nats-advertises-unreachable',
    [
      ...realTime('needs-login', { info: { ...INFO, connectUrls: [`172.17.0.2:${ADVERTISED_PORT}`] } }),
      tcp('172.17.0.2', ADVERTISED_PORT, 'unreachable', {
        error: { errno: 'ENETUNREACH' },
        origin: 'this-machine',
      }),
    ],
    responderProfile(),
  ],
];

/** Runs with a Responder step in which nothing is wrong. */
export const REAL_TIME_HEALTHY: readonly (readonly [string, readonly Outcome[], Profile])[] = [
  ['real-time port whose server wants a login', realTime('needs-login', { info: INFO }), responderProfile()],
  ['real-time port whose server lets anybody in', realTime('ready', { info: INFO }), responderProfile()],
  ['real-time port not used', [...RESOLVED, ...healthyEnd(A)], responderProfile({ ports: { tasks: null } })],
  [
    'on loopback, with NATS bound to one of its two addresses',
    [
      host(),
      lookup(['::1', '127.0.0.1'], { hostname: 'localhost' }),
      ...healthyEnd('127.0.0.1'),
      ...healthyEnd('::1'),
      tcp('127.0.0.1', 4222),
      nats('127.0.0.1'),
      tcp('::1', 4222, 'refused'),
    ],
    responderProfile({ address: 'localhost' }),
  ],
];
