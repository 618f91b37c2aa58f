import type { ProxyServer } from '../../contract/outcomes/proxy-server.ts';
import type { ProxySetting, ProxyWay } from '../../contract/outcomes/proxy-settings.ts';
import { withoutUserInfo } from '../host/host-environment.ts';
import { serverOf } from '../pac/pac-result.ts';
import { hasUserInfo, shownPacUrl } from '../pac/pac-url.ts';
import { EXCEPTION_LIMIT, type ExceptionStyle, exceptionFor } from './exceptions.ts';

/** The host and ports that every setting is asked about. */
export interface Asked {
  readonly host: string;
  readonly ports: readonly number[];
}

/** What was read of one place, before it is asked about a host. */
export interface FoundSetting {
  readonly source: ProxySetting['source'];
  readonly where: string;
  readonly style: ExceptionStyle;
  /** The proxy for https, if one is set. */
  readonly server?: ProxyServer | undefined;
  readonly exceptions?: readonly string[];
  /** As it is set, with everything in it. */
  readonly pacUrl?: string | undefined;
  readonly isAutoDetect?: boolean;
  readonly hasLogin?: boolean;
  readonly reason?: string | undefined;
}

/** A setting, and the address of its PAC file with query and all, which stays in memory. */
export interface AskedSetting {
  readonly setting: ProxySetting;
  readonly pacUrl?: string | undefined;
}

/** Asks one setting about the Console. A PAC file comes before proxies by name, as in every system. */
export function askSetting(found: FoundSetting, { host, ports }: Asked): AskedSetting {
  const { source, where, server, exceptions = [], pacUrl, reason } = found;
  const isAutoDetect = found.isAutoDetect === true;
  const code =
    pacUrl !== undefined ? 'pac' : server !== undefined ? 'manual' : isAutoDetect ? 'auto-detect' : 'not-set';
  const answer = (port: number): ProxySetting['answers'][number] => {
    if (code === 'pac' || code === 'auto-detect') return { port, ways: [] };
    if (server === undefined) return { port, ways: ['direct'] };
    const exception = exceptionFor(found.style, exceptions, { host, port });
    const ways: ProxyWay[] = [exception === undefined ? server : 'direct'];
    return { port, ways, ...(exception === undefined ? {} : { exception: exception.slice(0, 255) }) };
  };
  return {
    ...(pacUrl === undefined ? {} : { pacUrl }),
    setting: {
      source,
      code,
      where: where.slice(0, 200),
      exceptions: exceptions.slice(0, EXCEPTION_LIMIT).map((entry) => entry.slice(0, 255)),
      ...(pacUrl === undefined ? {} : { pacUrl: shownPacUrl(pacUrl) }),
      isAutoDetect,
      hasLogin: found.hasLogin === true || (pacUrl !== undefined && hasUserInfo(pacUrl)),
      answers: ports.slice(0, 4).map(answer),
      ...(reason === undefined ? {} : { reason: reason.slice(0, 300) }),
    },
  };
}

/** A setting that could not be read, and why. */
export const unreadable = (
  source: ProxySetting['source'],
  where: string,
  reason: string,
  error?: ProxySetting['error'],
): AskedSetting => ({
  setting: {
    source,
    code: 'unreadable',
    where: where.slice(0, 200),
    exceptions: [],
    isAutoDetect: false,
    hasLogin: false,
    answers: [],
    reason: reason.slice(0, 300),
    ...(error === undefined ? {} : { error }),
  },
});

const DEFAULT_PORTS = { http: 80, https: 443, socks5: 1080 } as const;
const SCHEMES: Readonly<Record<string, ProxyServer['scheme']>> = {
  http: 'http',
  https: 'https',
  socks: 'socks5',
  socks5: 'socks5',
  socks5h: 'socks5',
};

/**
 * Reads `http://user:password@proxy:3128/` and shorter forms; without a scheme it is http, without a port that of the scheme
 * (curl has 1080 for all, which nobody relies on). The login is cut out and only noted.
 */
export function readServer(text: string): { server: ProxyServer | undefined; hasLogin: boolean } {
  const bare = withoutUserInfo(text.trim());
  const hasLogin = bare !== text.trim();
  const [, scheme = 'http', rest = ''] = /^(?:([a-z][a-z0-9+.-]{0,20}):\/\/)?([^/?#]*)/i.exec(bare) ?? [];
  const kind = Object.hasOwn(SCHEMES, scheme.toLowerCase()) ? SCHEMES[scheme.toLowerCase()] : undefined;
  return { server: kind === undefined ? undefined : serverOf(kind, rest, DEFAULT_PORTS[kind]), hasLogin };
}
