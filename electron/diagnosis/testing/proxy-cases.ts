import type { CauseId } from '../../contract/cause-ids.ts';
import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { Profile } from '../../contract/profile.ts';
import { PROXY_NAME, PROXY_PORT } from './made-up-rows.ts';
import {
  A,
  answer,
  both,
  DIRECT,
  FORBIDDEN,
  INSPECTED,
  insideNats,
  insideNoTls,
  insideTls,
  P,
  PROXY,
  proxyProfile,
  REACHED,
  REFUSED_THERE,
  REQUIRED,
  RESOLVED,
  reply,
  SHUT,
  UNKNOWN_THERE,
  way,
  withResponder,
} from './proxy-samples.ts';
import { certificate, lookup, tcp } from './site-run.ts';

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
];
