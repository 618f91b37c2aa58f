import type { ProxySetting, ProxyWay } from './outcomes/proxy-settings.ts';
import { endpoint } from './spoken.ts';

/** Each place of a proxy setting as a sentence names it. */
export const PROXY_SOURCE_WORDS: Readonly<Record<ProxySetting['source'], string>> = {
  profile: 'the profile',
  environment: 'the environment',
  wininet: "the user's Windows setting (WinINET)",
  winhttp: "Windows' setting for services (WinHTTP)",
  macos: 'the macOS setting',
  gnome: 'the GNOME setting',
  chromium: 'Chromium',
};

/** `direct`, `proxy.example.com:3128`, `socks5://proxy.example.com:1080`. */
export function wayWords(way: ProxyWay): string {
  if (way === 'direct') return 'direct';
  const at = endpoint(way.host, way.port);
  return way.scheme === 'http' ? at : `${way.scheme}://${at}`;
}

/**
 * What some ports were answered, ports with the same words together: `direct on 4222; proxy:3128 on 443 and 8443`. Without ports
 * where all were answered alike.
 */
export function byPort(answers: readonly { readonly port: number; readonly words: string }[]): string {
  const ports = new Map<string, number[]>();
  for (const { port, words } of answers) ports.set(words, [...(ports.get(words) ?? []), port]);
  return [...ports]
    .map(([words, some]) => (ports.size === 1 ? words : `${words} on ${some.join(' and ')}`))
    .join('; ');
}
