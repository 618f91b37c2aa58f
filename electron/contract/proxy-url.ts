import { isIpv6 } from './host-name.ts';
import type { ProxyServer } from './outcomes/proxy-server.ts';
import { endpoint } from './spoken.ts';

/** A proxy address taken apart: the server, and the login that stood in it. */
export interface ProxyAddress {
  readonly server: ProxyServer;
  readonly login?: { readonly username: string; readonly password: string };
}

/** Ports where the address names none: those of the schemes (RFC 9110 §4.2), and 1080 for SOCKS (RFC 1928 §3). */
const DEFAULT_PORTS: Readonly<Record<ProxyServer['scheme'], number>> = { http: 80, https: 443, socks5: 1080 };

/** `socks5h` is what curl calls SOCKS5 with names that the proxy resolves, which is how it is always asked here. */
const SCHEMES: ReadonlyMap<string, ProxyServer['scheme']> = new Map([
  ['http:', 'http'],
  ['https:', 'https'],
  ['socks5:', 'socks5'],
  ['socks5h:', 'socks5'],
]);

/** Reads `http://user:password@proxy.example.com:3128`; undefined for what is no address of a proxy that is known here. */
export function readProxyUrl(text: string): ProxyAddress | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const scheme = SCHEMES.get(url.protocol);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (scheme === undefined || host === '' || host.length > 253) return undefined;
  const port = url.port === '' ? DEFAULT_PORTS[scheme] : Number(url.port);
  if (port < 1) return undefined;
  const server = { scheme, host, port };
  if (url.username === '' && url.password === '') return { server };
  return { server, login: { username: decoded(url.username), password: decoded(url.password) } };
}

/** A percent sign that begins no escape stands for itself: people type passwords as they are. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The proxy as an address without login, as settings and commands have it. */
export const proxyUrl = ({ scheme, host, port }: ProxyServer): string =>
  `${scheme}://${isIpv6(host) ? `[${host}]` : host}:${port}`;

/** True when both are the same server. */
export const isSameProxy = (one: ProxyServer, other: ProxyServer): boolean =>
  one.scheme === other.scheme &&
  endpoint(one.host.toLowerCase(), one.port) === endpoint(other.host.toLowerCase(), other.port);
