import { isIpv6, whyNotHost } from '../../contract/host-name.ts';
import type { ProxyServer } from '../../contract/outcomes/proxy-server.ts';
import type { ProxyWay } from '../../contract/outcomes/proxy-settings.ts';

/** Ways of one result that are read; Chromium and Firefox try them in order, and nobody waits for a tenth. */
const WAY_LIMIT = 16;
const RESULT_LIMIT = 8192;

/** Words of a PAC result, MDN "Proxy Auto-Configuration (PAC) file". SOCKS without a number is read as version 5. */
const KINDS: Readonly<Record<string, { scheme: ProxyServer['scheme']; port: number } | undefined>> = {
  PROXY: { scheme: 'http', port: 80 },
  HTTP: { scheme: 'http', port: 80 },
  HTTPS: { scheme: 'https', port: 443 },
  SOCKS: { scheme: 'socks5', port: 1080 },
  SOCKS5: { scheme: 'socks5', port: 1080 },
};

/** What was understood of a result, and what was not. */
export interface PacResult {
  readonly ways: readonly ProxyWay[];
  readonly unread: readonly string[];
}

/** Reads `PROXY a:3128; SOCKS5 b:1080; DIRECT`, as PAC files and Chromium write it. An empty result means direct. */
export function readPacResult(text: string): PacResult {
  const ways: ProxyWay[] = [];
  const unread: string[] = [];
  const entries = text
    .slice(0, RESULT_LIMIT)
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  for (const entry of entries.slice(0, WAY_LIMIT)) {
    const way = readWay(entry);
    if (way === undefined) unread.push(entry.slice(0, 100));
    else ways.push(way);
  }
  return entries.length === 0 ? { ways: ['direct'], unread } : { ways, unread };
}

function readWay(entry: string): ProxyWay | undefined {
  const [word = '', where, ...more] = entry.split(/\s+/);
  if (word.toUpperCase() === 'DIRECT' && where === undefined) return 'direct';
  const kind = Object.hasOwn(KINDS, word.toUpperCase()) ? KINDS[word.toUpperCase()] : undefined;
  if (kind === undefined || where === undefined || more.length > 0) return undefined;
  return serverOf(kind.scheme, where, kind.port);
}

/** `host`, `host:port` or `[::1]:port` as a proxy; undefined for whatever is none. */
export function serverOf(
  scheme: ProxyServer['scheme'],
  where: string,
  defaultPort: number,
): ProxyServer | undefined {
  const match = /^(?:\[([^\]]{1,60})\]|([^:[\]]{1,253}))(?::(\d{1,5}))?$/.exec(where);
  const host = match?.[1] ?? match?.[2] ?? '';
  const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
  const isHost = match?.[1] === undefined ? whyNotHost(host) === undefined : isIpv6(host);
  return isHost && port >= 1 && port <= 65_535 ? { scheme, host, port } : undefined;
}
