import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { ProxyServer } from '../contract/outcomes/proxy-server.ts';

/**
 * The proxies through which an outcome of kind `proxy-settings` or `pac` sends the Console, on any of its ports; each once, in the
 * order in which they were found. None for every other outcome.
 */
export function proxiesIn(outcome: Outcome | undefined): ProxyServer[] {
  const answers =
    outcome?.kind === 'proxy-settings'
      ? outcome.settings.flatMap((setting) => setting.answers)
      : outcome?.kind === 'pac'
        ? outcome.answers
        : [];
  const found = new Map<string, ProxyServer>();
  for (const way of answers.flatMap(({ ways }) => ways))
    if (way !== 'direct') {
      const key = `${way.scheme}://${way.host.toLowerCase()}:${way.port}`;
      if (!found.has(key)) found.set(key, way);
    }
  return [...found.values()];
}
