import type { CauseId } from '../../contract/cause-ids.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { InsideNats, InsideTls, ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import type { Profile } from '../../contract/profile.ts';
import {
  certificate,
  healthyEnd,
  host,
  lookup,
  nats,
  noTls,
  PROXY_NAME,
  PROXY_PORT,
  resolver,
  responderProfile,
  siteProfile,
  tcp,
  tls,
} from './site-run.ts';

const A = '10.0.0.5';
const P = '10.0.0.9';
const CONSOLE = 'console.example.com';
const RESOLVED = [host(), lookup([A]), resolver('10.0.0.53', 'answered', [A])];
const PROXY = { scheme: 'http' as const, host: PROXY_NAME, port: PROXY_PORT };
const REACHED: readonly Outcome[] = [lookup([P], { hostname: PROXY_NAME }), tcp(P, PROXY_PORT)];
const DIRECT = healthyEnd(A);
const SHUT: readonly Outcome[] = [443, 8443].map((port) => tcp(A, port, 'filtered'));

/** A profile that says the site is reached through a proxy. */
export const proxyProfile = (console: Parameters<typeof siteProfile>[0] = {}): Profile => ({
  ...siteProfile(console),
  proxy: { url: `http://${PROXY_NAME}:${PROXY_PORT}/` },
});
const withResponder: Profile = {
  ...responderProfile(),
  proxy: { url: `http://${PROXY_NAME}:${PROXY_PORT}/` },
};

const insideTls = (more: Partial<InsideTls> = {}): ProxyOutcome['inside'] => {
  const { kind: _kind, address: _address, port: _port, raw: _raw, ...seen } = tls(A, 443, more);
  return { tls: seen };
};
const insideNoTls = (more: Partial<InsideTls>): ProxyOutcome['inside'] => {
  const { kind: _kind, address: _address, port: _port, raw: _raw, ...seen } = noTls(A, 443, more);
  return { tls: seen };
};
const insideNats = (code: InsideNats['code'], more: Partial<InsideNats> = {}): ProxyOutcome['inside'] => {
  const { kind: _kind, address: _address, port: _port, raw: _raw, ...seen } = nats(A, code, more);
  return { nats: seen };
};

/** What the proxy did with one port. */
export const way = (
  port: number,
  code: ProxyOutcome['code'] = 'through',
  more: Partial<ProxyOutcome> = {},
): ProxyOutcome => ({
  kind: 'proxy',
  code,
  proxy: PROXY,
  proxyAddress: P,
  target: { host: CONSOLE, port, protocol: port === 4222 ? 'nats' : 'tls' },
  ...(code === 'through' ? { inside: port === 4222 ? insideNats('needs-login') : insideTls() } : {}),
  bytesReceived: code === 'no-answer' ? 0 : 200,
  raw: [],
  timings: { connectMs: 2, answerMs: 20 },
  elapsedMs: code === 'no-answer' ? 5000 : 30,
  ...more,
});

const answer = (
  status: number,
  statusText: string,
  more: Partial<NonNullable<ProxyOutcome['http']>> = {},
): Pick<ProxyOutcome, 'http'> => ({
  http: {
    status,
    statusText,
    headers: { via: '1.1 proxy (squid/5.7)' },
    schemes: [],
    bodyStart: '',
    ...more,
  },
});
const reply = (code: number, name: string): Partial<ProxyOutcome> => ({
  proxy: { ...PROXY, scheme: 'socks5' },
  socks: { method: 0, reply: { code, name } },
});
const both = (code: ProxyOutcome['code'], more: Partial<ProxyOutcome> = {}): Outcome[] => [
  way(443, code, more),
  way(8443, code, more),
];

const REQUIRED = {
  ...answer(407, 'Proxy Authentication Required', { schemes: ['Basic', 'NTLM'] }),
  login: 'none' as const,
};
const FORBIDDEN = { ...answer(403, 'Forbidden'), proxyReason: 'ERR_ACCESS_DENIED' };
const REFUSED_THERE = {
  ...answer(503, 'Service Unavailable'),
  proxyReason: 'ERR_CONNECT_FAIL 111 (ECONNREFUSED)',
};
const UNKNOWN_THERE = { ...answer(500, 'Internal Server Error'), proxyReason: 'ERR_CANNOT_FORWARD' };
const INSPECTED = certificate({
  issuer: 'CN=FG100,O=Fortinet',
  issuerCommonName: 'FG100',
  fingerprint256: 'CC:DD',
});
const EXPIRED = {
  faults: ['expired' as const],
  chain: [certificate({ notAfter: '2026-05-01T00:00:00.000Z' })],
};

type Row = readonly [CauseId, readonly Outcome[], Profile?];

/** Runs in which the site is also tried through a proxy, each with the one cause that has to be named. */
export const PROXY_TABLE: readonly Row[] = [
  [
    'proxy-login-required',
    [...RESOLVED, ...DIRECT, ...REACHED, ...both('login-required', REQUIRED)],
    proxyProfile(),
  ],
  [
    'proxy-login-required',
    [...RESOLVED, ...SHUT, ...REACHED, ...both('login-required', REQUIRED)],
    proxyProfile(),
  ],
  [
    'proxy-login-required',
    [
      ...RESOLVED,
      ...SHUT,
      ...REACHED,
      way(443, 'login-refused', { ...REQUIRED, login: 'sent' }),
      way(8443, 'login-required', { ...REQUIRED, login: 'withheld' }),
    ],
    proxyProfile(),
  ],
  [
    'proxy-login-required',
    [
      ...RESOLVED,
      ...SHUT,
      ...REACHED,
      ...both('login-required', {
        ...answer(407, 'Proxy Authentication Required', { schemes: ['Negotiate', 'NTLM'] }),
        login: 'withheld',
      }),
    ],
    proxyProfile(),
  ],
  [
    'proxy-login-required',
    [
      ...RESOLVED,
      ...SHUT,
      ...REACHED,
      ...both('refused', answer(302, 'Found', { location: 'https://login.example.net/' })),
    ],
    proxyProfile(),
  ],
  [
    'proxy-login-required',
    [
      ...RESOLVED,
      ...SHUT,
      ...REACHED,
      ...both('login-required', {
        proxy: { ...PROXY, scheme: 'socks5' },
        socks: { method: 255 },
        login: 'none',
      }),
    ],
    proxyProfile(),
  ],
  [
    'proxy-forbids-port',
    [...RESOLVED, ...DIRECT, ...REACHED, way(443), way(8443, 'forbidden', FORBIDDEN)],
    proxyProfile(),
  ],
  [
    'proxy-forbids-port',
    [
      ...RESOLVED,
      ...SHUT,
      tcp(A, 4222, 'filtered'),
      ...REACHED,
      way(443),
      way(8443),
      way(4222, 'forbidden', FORBIDDEN),
    ],
    withResponder,
  ],
  ['proxy-forbids-port', [...RESOLVED, ...SHUT, ...REACHED, ...both('forbidden', FORBIDDEN)], proxyProfile()],
  [
    'proxy-forbids-port',
    [...RESOLVED, ...SHUT, ...REACHED, ...both('forbidden', reply(2, 'connection not allowed by ruleset'))],
    proxyProfile(),
  ],
  [
    'proxy-forbids-port',
    [...RESOLVED, ...SHUT, ...REACHED, ...both('refused', reply(7, 'command not supported'))],
    proxyProfile(),
  ],
  ['proxy-forbids-port', [...RESOLVED, ...SHUT, ...REACHED, way(443), way(8443, 'reset')], proxyProfile()],
  [
    'proxy-cannot-connect',
    [...RESOLVED, ...DIRECT, ...REACHED, ...both('cannot-connect', REFUSED_THERE)],
    proxyProfile(),
  ],
  [
    'proxy-cannot-connect',
    [
      ...RESOLVED,
      ...SHUT,
      ...REACHED,
      ...both('cannot-connect', {
        ...answer(503, 'Service Unavailable'),
        proxyReason: 'ERR_CONNECT_FAIL 110 (ETIMEDOUT)',
      }),
    ],
    proxyProfile(),
  ],
  ['proxy-cannot-connect', [...RESOLVED, ...SHUT, ...REACHED, ...both('no-answer')], proxyProfile()],
  [
    'proxy-cannot-connect',
    [...RESOLVED, ...SHUT, ...REACHED, way(443), way(8443, 'no-answer')],
    proxyProfile(),
  ],
  [
    'proxy-cannot-connect',
    [...RESOLVED, ...DIRECT, ...REACHED, ...both('cannot-connect', reply(4, 'host unreachable'))],
    proxyProfile(),
  ],
  [
    'proxy-cannot-connect',
    [...RESOLVED, ...DIRECT, ...REACHED, ...both('refused', reply(1, 'general SOCKS server failure'))],
    proxyProfile(),
  ],
  [
    'proxy-cannot-connect',
    [...RESOLVED, ...DIRECT, ...REACHED, ...both('refused', answer(500, 'Internal Server Error'))],
    proxyProfile(),
  ],
  [
    'proxy-cannot-resolve',
    [...RESOLVED, ...DIRECT, ...REACHED, ...both('cannot-resolve', UNKNOWN_THERE)],
    proxyProfile(),
  ],
  [
    'proxy-cannot-resolve',
    [...RESOLVED, ...SHUT, ...REACHED, ...both('cannot-resolve', UNKNOWN_THERE)],
    proxyProfile(),
  ],
  [
    'proxy-cannot-resolve',
    [...RESOLVED, ...DIRECT, ...REACHED, ...both('refused', reply(8, 'address type not supported'))],
    proxyProfile(),
  ],
  [
    'proxy-down',
    [...RESOLVED, ...DIRECT, lookup([P], { hostname: PROXY_NAME }), tcp(P, PROXY_PORT, 'refused')],
    proxyProfile(),
  ],
  [
    'proxy-down',
    [...RESOLVED, ...DIRECT, lookup([P], { hostname: PROXY_NAME }), tcp(P, PROXY_PORT, 'filtered')],
    proxyProfile(),
  ],
  ['proxy-down', [...RESOLVED, ...DIRECT, lookup([], { hostname: PROXY_NAME })], proxyProfile()],
  [
    'proxy-down',
    [...RESOLVED, ...DIRECT, lookup([], { hostname: PROXY_NAME, code: 'timed-out' })],
    proxyProfile(),
  ],
  [
    'proxy-down',
    [...RESOLVED, ...DIRECT, ...REACHED, ...both('not-a-proxy', { firstLine: 'SSH-2.0-OpenSSH_9.2' })],
    proxyProfile(),
  ],
  ['proxy-down', [...RESOLVED, ...DIRECT, ...REACHED, ...both('closed')], proxyProfile()],
  [
    'proxy-down',
    [
      ...RESOLVED,
      ...DIRECT,
      ...REACHED,
      ...both('proxy-tls-failed', { error: { errno: 'ERR_SSL_WRONG_VERSION_NUMBER' } }),
    ],
    proxyProfile(),
  ],
  [
    'proxy-down',
    [...RESOLVED, ...DIRECT, ...REACHED, ...both('no-connection', { error: { errno: 'ECONNREFUSED' } })],
    proxyProfile(),
  ],
  [
    'proxy-down',
    [
      ...RESOLVED,
      ...DIRECT,
      ...REACHED,
      ...both('refused', answer(400, 'Bad Request', { headers: { server: 'nginx' } })),
    ],
    proxyProfile(),
  ],
  [
    'proxy-cuts-tunnel',
    [
      ...RESOLVED,
      ...DIRECT,
      ...REACHED,
      ...both('tunnel-cut', { end: 'rst', inside: insideNoTls({ code: 'reset' }), ...answer(200, 'OK') }),
    ],
    proxyProfile(),
  ],
  [
    'proxy-cuts-tunnel',
    [
      ...RESOLVED,
      ...SHUT,
      tcp(A, 4222, 'filtered'),
      ...REACHED,
      way(443),
      way(8443),
      way(4222, 'tunnel-cut', { end: 'silent', inside: insideNats('no-info', { bytesReceived: 0 }) }),
    ],
    withResponder,
  ],
  [
    'proxy-cuts-tunnel',
    [
      ...RESOLVED,
      ...DIRECT,
      ...REACHED,
      ...both('service-fault', {
        inside: insideNoTls({ code: 'not-tls', plaintext: { protocol: 'other', firstLine: 'blocked' } }),
      }),
    ],
    proxyProfile(),
  ],
  [
    'tls-inspected',
    [
      ...RESOLVED,
      ...DIRECT,
      ...REACHED,
      ...both('service-fault', {
        inside: insideTls({ chain: [INSPECTED], faults: ['untrusted-authority'] }),
      }),
    ],
    proxyProfile(),
  ],
  [
    'tls-inspected',
    [
      ...RESOLVED,
      ...DIRECT,
      ...REACHED,
      ...both('through', {
        inside: insideTls({
          chain: [certificate({ issuer: 'CN=Example Proxy CA', fingerprint256: 'EE:FF' })],
          faults: ['trusted-by-os-only'],
        }),
      }),
    ],
    proxyProfile(),
  ],
  [
    'tls-inspected',
    [
      ...RESOLVED,
      ...SHUT,
      ...REACHED,
      ...both('service-fault', {
        inside: insideTls({ chain: [INSPECTED], faults: ['untrusted-authority'], trust: [] }),
      }),
    ],
    proxyProfile(),
  ],
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
