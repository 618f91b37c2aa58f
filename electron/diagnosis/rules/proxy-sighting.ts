import { proxyUrl } from '../../contract/proxy-url.ts';
import { endpoint, listed } from '../../contract/spoken.ts';
import { directPort, isMeantForProxy, opensDirectly, type ProxyView, primaryPort } from '../proxy-view.ts';
import type { Fill, Sighting } from '../rule.ts';
import type { Seen, SiteView } from '../site-view.ts';
import { connectWords } from '../tcp-words.ts';

/** What one proxy did with one port. */
export type Way = Seen<'proxy'>;

/** A sighting about a proxy, with what the same ports do directly and other ports do through it. */
export function sightingOf(
  view: SiteView,
  proxy: ProxyView,
  hits: readonly [Way, ...Way[]],
  say: string,
  confidence: number,
): Sighting {
  const severity = severityOf(view, proxy, hits);
  const [first, ...others] = hits;
  return {
    subject: proxy.subject,
    detail: [say, ...contrasts(view, proxy, hits)].join(' '),
    evidence: hits.map(({ id }) => id),
    confidence,
    ...(severity === undefined ? {} : { severity }),
    ruledOut: proxy.tcp
      .filter(({ outcome }) => outcome.code === 'open')
      .slice(0, 1)
      .map(({ check }) => `not the way to the proxy: TCP to ${check.target} opened`),
    fill: fillOf(proxy, first),
    more: others.map((way) => fillOf(proxy, way)),
  };
}

const fillOf = ({ server }: ProxyView, { outcome: { target } }: Way): Fill => ({
  HOST: target.host,
  NAME: target.host,
  PORT: String(target.port),
  PROXY_URL: proxyUrl(server),
});

/**
 * A proxy that nobody says the site needs is no more than a warning where the direct way works; nor is one that keeps out the
 * ports which AIR can do without.
 */
function severityOf(view: SiteView, proxy: ProxyView, hits: readonly Way[]): 'warning' | undefined {
  const allDirect = hits.every((way) => opensDirectly(directPort(view, way)) === true);
  if (!isMeantForProxy(view.profile) && allDirect) return 'warning';
  const isPrimaryHit = hits.some(({ outcome }) => outcome.target.port === primaryPort(view));
  const passes = proxy.ways.some(({ outcome }) => outcome.code === 'through');
  return !isPrimaryHit && passes ? 'warning' : undefined;
}

function contrasts(view: SiteView, proxy: ProxyView, hits: readonly Way[]): string[] {
  const passing = proxy.ways.filter(({ outcome }) => outcome.code === 'through');
  const direct = hits.flatMap((way) => {
    const port = directPort(view, way);
    const rows = port?.ends.flatMap(({ tcp }) => (tcp === undefined ? [] : [tcp])) ?? [];
    const row = rows.find(({ outcome }) => outcome.code === 'open') ?? rows[0];
    return row === undefined ? [] : [row];
  });
  const open = direct.filter(({ outcome }) => outcome.code === 'open');
  const shut = direct.filter(({ outcome }) => outcome.code !== 'open');
  return [
    ...(passing.length === 0
      ? []
      : [
          `${passing.length === 1 ? 'Port' : 'Ports'} ${listed(passing.map(({ outcome }) => String(outcome.target.port)))} ${passing.length === 1 ? 'passes' : 'pass'} through the same proxy.`,
        ]),
    ...(open.length === 0
      ? []
      : [`Directly, without the proxy, ${listed(open.map(({ check }) => check.target))} opened.`]),
    ...(shut.length === 0
      ? []
      : [
          `Directly, ${listed(shut.map(({ check, outcome }) => `${check.target} ${connectWords(outcome)}`))}.`,
        ]),
  ];
}

/** The ports of some ways, as an engineer lists them. */
export const targetsOf = (hits: readonly Way[]): string =>
  listed(hits.map(({ outcome: { target } }) => endpoint(target.host, target.port)));

/** The proxy at the beginning of a sentence. */
export const proxyName = ({ server }: ProxyView): string => `The proxy ${endpoint(server.host, server.port)}`;
