import { isIpAddress, isLocalhostName, isLoopbackAddress } from '../contract/host-name.ts';
import type { ProxyServer } from '../contract/outcomes/proxy-server.ts';
import { readProxyUrl } from '../contract/proxy-url.ts';

/**
 * The proxy that programs which obey the environment use for HTTPS to a host: `https_proxy`, then `all_proxy`, in either case,
 * unless `no_proxy` names the host. Services of this machine itself never go through a proxy.
 */
export function environmentProxies(
  variables: Readonly<Record<string, string>>,
  { host, port }: { readonly host: string; readonly port: number },
): ProxyServer[] {
  if (isLocalhostName(host) || isLoopbackAddress(host)) return [];
  const value = (name: string): string | undefined => variables[name] ?? variables[name.toUpperCase()];
  if (isExcepted(value('no_proxy') ?? '', host, port)) return [];
  const text = value('https_proxy') ?? value('all_proxy');
  if (text === undefined) return [];
  // Programs take `proxy.example.com:3128` as well.
  const server = readProxyUrl(text.includes('://') ? text.trim() : `http://${text.trim()}`)?.server;
  return server === undefined ? [] : [server];
}

/** `no_proxy` as libcurl and Go read it: names with everything below them, addresses, `*`, each with a port if one is given. */
function isExcepted(noProxy: string, host: string, port: number): boolean {
  const bare = host.toLowerCase().replace(/\.$/, '');
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '*') return true;
      const withPort = isIpAddress(entry) ? null : /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(entry);
      if (withPort !== null && Number(withPort[2]) !== port) return false;
      const name = (withPort?.[1] ?? entry).replace(/^\*?\./, '');
      return name !== '' && (bare === name || (!isIpAddress(bare) && bare.endsWith(`.${name}`)));
    });
}
