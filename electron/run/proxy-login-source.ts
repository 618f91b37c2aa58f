import type { ProxyServer } from '../contract/outcomes/proxy-server.ts';
import type { Profile, Secrets } from '../contract/profile.ts';
import { readProxyUrl } from '../contract/proxy-url.ts';

/**
 * The secrets of a run with the login for its proxy, and the one proxy that it is for: the login that was given beside the
 * profile's proxy address, or, where the profile leaves the proxy to this machine, the one in its environment variables.
 */
export function withProxyLogin(
  { proxy }: Pick<Profile, 'proxy'>,
  secrets: Secrets,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly secrets: Secrets; readonly loginProxy?: ProxyServer } {
  if (proxy !== undefined && 'url' in proxy) {
    const loginProxy = secrets.proxyLogin === undefined ? undefined : readProxyUrl(proxy.url)?.server;
    return { secrets, ...(loginProxy === undefined ? {} : { loginProxy }) };
  }
  const isSystem = proxy === undefined || ('mode' in proxy && proxy.mode === 'system');
  if (!isSystem) return { secrets };
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']) {
    const text = environment[name]?.trim();
    if (text === undefined || text === '') continue;
    const found = readProxyUrl(text.includes('://') ? text : `http://${text}`);
    return found?.login === undefined
      ? { secrets }
      : { secrets: { ...secrets, proxyLogin: found.login }, loginProxy: found.server };
  }
  return { secrets };
}
