import type { CauseId } from '../../contract/cause-ids.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { Profile } from '../../contract/profile.ts';
import { PROXY_NAME, PROXY_PORT } from './made-up-rows.ts';
import {
  A,
  both,
  DIRECT,
  EXPIRED,
  FORBIDDEN,
  insideNoTls,
  insideTls,
  P,
  proxyProfile,
  REACHED,
  REFUSED_THERE,
  RESOLVED,
  SHUT,
  UNKNOWN_THERE,
  way,
  withResponder,
} from './proxy-samples.ts';
import { host, lookup, noTls, resolver, siteProfile, tcp, tls } from './site-run.ts';

type Row = readonly [CauseId, readonly Outcome[], Profile?];

/** Runs in which the direct way decides what the way through the proxy means, each with the one cause that has to be named. */
export const BOTH_WAYS_TABLE: readonly Row[] = [
  // What shows both ways is no fault of the proxy.
  [
    'certificate-expired',
    [...RESOLVED, ...SHUT, ...REACHED, ...both('service-fault', { inside: insideTls(EXPIRED) })],
    proxyProfile(),
  ],
  [
    'certificate-expired',
    [
      ...RESOLVED,
      ...[443, 8443].flatMap((port): Outcome[] => [tcp(A, port), tls(A, port, EXPIRED)]),
      ...REACHED,
      ...both('service-fault', { inside: insideTls(EXPIRED) }),
    ],
    proxyProfile(),
  ],
  [
    'port-closed',
    [
      ...RESOLVED,
      ...[443, 8443].map((port) => tcp(A, port, 'refused')),
      ...REACHED,
      ...both('cannot-connect', REFUSED_THERE),
    ],
    proxyProfile(),
  ],
  [
    'port-closed',
    [...RESOLVED, ...DIRECT.slice(3), tcp(A, 443, 'refused'), ...REACHED, way(443, 'closed'), way(8443)],
    proxyProfile(),
  ],
  [
    'port-closed',
    [...RESOLVED, ...[443, 8443].map((port) => tcp(A, port, 'refused')), ...REACHED, ...both('closed')],
    proxyProfile(),
  ],
  [
    'name-not-found',
    [host(), lookup([]), ...REACHED, ...both('cannot-resolve', UNKNOWN_THERE)],
    proxyProfile(),
  ],
  [
    'tls-no-answer',
    [
      ...RESOLVED,
      ...[443, 8443].flatMap((port): Outcome[] => [tcp(A, port), noTls(A, port, { code: 'silent' })]),
      ...REACHED,
      ...both('tunnel-cut', { end: 'silent', inside: insideNoTls({ code: 'silent' }) }),
    ],
    proxyProfile(),
  ],
  // Where nobody says that the site is behind a proxy, one of the environment excuses nothing.
  ['host-filtered', [...RESOLVED, ...SHUT, ...REACHED, ...both('through')], siteProfile()],
  [
    'proxy-forbids-port',
    [...RESOLVED, ...DIRECT, ...REACHED, ...both('forbidden', FORBIDDEN)],
    siteProfile(),
  ],
];

const V6_PROXY = tcp('fd00::9', PROXY_PORT, 'unreachable', {
  error: { errno: 'ENETUNREACH' },
  origin: 'this-machine',
});

/** Sites behind or beside a proxy of which nothing is to be said. */
export const PROXY_HEALTHY: readonly (readonly [string, readonly Outcome[], Profile?])[] = [
  [
    'a proxy that works beside the direct way',
    [...RESOLVED, ...DIRECT, ...REACHED, ...both('through')],
    proxyProfile(),
  ],
  [
    'only a proxy, everything else is dropped',
    [...RESOLVED, ...SHUT, ...REACHED, ...both('through')],
    proxyProfile(),
  ],
  [
    'only a proxy, also for real-time tasks, with refusals in place of silence',
    [
      ...RESOLVED,
      ...[443, 8443, 4222].map((port) => tcp(A, port, 'rejected', { origin: 'network' })),
      ...REACHED,
      ...both('through'),
      way(4222),
    ],
    withResponder,
  ],
  [
    'only a proxy, and no route to anything else',
    [
      ...RESOLVED,
      ...[443, 8443].map((port) =>
        tcp(A, port, 'unreachable', { error: { errno: 'ENETUNREACH' }, origin: 'this-machine' }),
      ),
      ...REACHED,
      ...both('through'),
    ],
    proxyProfile(),
  ],
  [
    'only a proxy, which alone knows the name',
    [host(), lookup([]), resolver('10.0.0.53', 'nxdomain'), ...REACHED, ...both('through')],
    proxyProfile(),
  ],
  [
    'a proxy with an IPv6 address on a machine without IPv6',
    [
      ...RESOLVED,
      ...SHUT,
      lookup([P, 'fd00::9'], { hostname: PROXY_NAME }),
      tcp(P, PROXY_PORT),
      V6_PROXY,
      ...both('through'),
    ],
    proxyProfile(),
  ],
];
