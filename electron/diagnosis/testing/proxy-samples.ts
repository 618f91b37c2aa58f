import type { Outcome } from '../../contract/outcomes/outcome.ts';
import type { InsideNats, InsideTls, ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import type { Profile } from '../../contract/profile.ts';
import { PROXY_NAME, PROXY_PORT } from './made-up-rows.ts';
import {
  certificate,
  healthyEnd,
  host,
  lookup,
  nats,
  noTls,
  resolver,
  responderProfile,
  siteProfile,
  tcp,
  tls,
} from './site-run.ts';

/** An address of the Console. */
export const A = '10.0.0.5';
/** The address of the proxy. */
export const P = '10.0.0.9';
const CONSOLE = 'console.example.com';
/** The name of the Console as resolvers give it. */
export const RESOLVED = [host(), lookup([A]), resolver('10.0.0.53', 'answered', [A])];
/** The proxy of the made-up runs. */
export const PROXY = { scheme: 'http' as const, host: PROXY_NAME, port: PROXY_PORT };
/** A proxy whose name and port are fine. */
export const REACHED: readonly Outcome[] = [lookup([P], { hostname: PROXY_NAME }), tcp(P, PROXY_PORT)];
/** The Console works without the proxy. */
export const DIRECT = healthyEnd(A);
/** A firewall drops everything that is direct. */
export const SHUT: readonly Outcome[] = [443, 8443].map((port) => tcp(A, port, 'filtered'));

/** A profile that says the site is reached through a proxy. */
export const proxyProfile = (console: Parameters<typeof siteProfile>[0] = {}): Profile => ({
  ...siteProfile(console),
  proxy: { url: `http://${PROXY_NAME}:${PROXY_PORT}/` },
});
/** The same with a Responder step. */
export const withResponder: Profile = {
  ...responderProfile(),
  proxy: { url: `http://${PROXY_NAME}:${PROXY_PORT}/` },
};

/** A handshake in the tunnel. */
export const insideTls = (more: Partial<InsideTls> = {}): ProxyOutcome['inside'] => {
  const { kind: _kind, address: _address, port: _port, raw: _raw, ...seen } = tls(A, 443, more);
  return { tls: seen };
};
/** A tunnel in which no handshake came about. */
export const insideNoTls = (more: Partial<InsideTls>): ProxyOutcome['inside'] => {
  const { kind: _kind, address: _address, port: _port, raw: _raw, ...seen } = noTls(A, 443, more);
  return { tls: seen };
};
/** A NATS conversation in the tunnel. */
export const insideNats = (
  code: InsideNats['code'],
  more: Partial<InsideNats> = {},
): ProxyOutcome['inside'] => {
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

/** What an HTTP proxy answered. */
export const answer = (
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
/** What a SOCKS5 server replied. */
export const reply = (code: number, name: string): Partial<ProxyOutcome> => ({
  proxy: { ...PROXY, scheme: 'socks5' },
  socks: { method: 0, reply: { code, name } },
});
/** The same for both ports of the Console. */
export const both = (code: ProxyOutcome['code'], more: Partial<ProxyOutcome> = {}): Outcome[] => [
  way(443, code, more),
  way(8443, code, more),
];

/** 407 without a login. */
export const REQUIRED = {
  ...answer(407, 'Proxy Authentication Required', { schemes: ['Basic', 'NTLM'] }),
  login: 'none' as const,
};
/** 403 by the rules of squid. */
export const FORBIDDEN = { ...answer(403, 'Forbidden'), proxyReason: 'ERR_ACCESS_DENIED' };
/** The Console refused the connection of the proxy. */
export const REFUSED_THERE = {
  ...answer(503, 'Service Unavailable'),
  proxyReason: 'ERR_CONNECT_FAIL 111 (ECONNREFUSED)',
};
/** The proxy did not find the name. */
export const UNKNOWN_THERE = { ...answer(500, 'Internal Server Error'), proxyReason: 'ERR_CANNOT_FORWARD' };
/** A certificate that a firewall signed. */
export const INSPECTED = certificate({
  issuer: 'CN=FG100,O=Fortinet',
  issuerCommonName: 'FG100',
  fingerprint256: 'CC:DD',
});
/** A certificate that is too old. */
export const EXPIRED = {
  faults: ['expired' as const],
  chain: [certificate({ notAfter: '2026-05-01T00:00:00.000Z' })],
};
