import { isLoopbackAddress } from '../../contract/host-name.ts';
import type { ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import { proxyUrl } from '../../contract/proxy-url.ts';
import { endpoint, listed, said } from '../../contract/spoken.ts';
import { directPort, isMeantForProxy, isSameBothWays, opensDirectly, type ProxyView } from '../proxy-view.ts';
import type { Rule, Sighting } from '../rule.ts';
import type { Seen, SiteView } from '../site-view.ts';
import { connectQuote, connectWords } from '../tcp-words.ts';
import { isWithoutRoute } from './host.ts';
import { proxyName, sightingOf, type Way } from './proxy-sighting.ts';

/** No connection with the proxy comes about, or what answers there is none. */
export const proxyDown: Rule = {
  cause: 'proxy-down',
  explains: [],
  see: (view) =>
    view.proxies.flatMap((proxy) => [
      ...unresolved(view, proxy),
      ...unreached(view, proxy),
      ...notAProxy(view, proxy),
    ]),
};

const unusable = (view: SiteView, proxy: ProxyView, rest: Omit<Sighting, 'subject' | 'fill'>): Sighting => {
  const host = view.consoleHost ?? '';
  const worksDirectly = view.ports.length > 0 && view.ports.every((port) => opensDirectly(port) === true);
  return {
    ...(worksDirectly && !isMeantForProxy(view.profile) ? { severity: 'warning' as const } : {}),
    subject: proxy.subject,
    fill: { HOST: host, NAME: host, PORT: '443', PROXY_URL: proxyUrl(proxy.server) },
    ...rest,
  };
};

/** Where resolvers fail for the Console too, they are the fault and not the proxy. */
function unresolved(view: SiteView, proxy: ProxyView): Sighting[] {
  const dead = proxy.lookups.filter(({ outcome }) => outcome.addresses.length === 0);
  const [first] = dead;
  const isDnsDown = view.lookups.some(({ outcome }) => UNDECIDED.has(outcome.code));
  if (first === undefined || (isDnsDown && UNDECIDED.has(first.outcome.code))) return [];
  const isDenied = first.outcome.code === 'not-found' || first.outcome.code === 'no-address';
  return [
    unusable(view, proxy, {
      detail: isDenied
        ? `The name of the proxy, ${proxy.server.host}, ${first.outcome.code === 'no-address' ? 'has no address' : 'does not exist'} by this machine's own lookup, so nothing reaches it.`
        : `This machine got no answer for the name of the proxy, ${proxy.server.host}, in ${said(first.outcome.elapsedMs)}, so nothing reaches it.`,
      evidence: dead.map(({ id }) => id),
      confidence: isDenied ? 0.9 : 0.7,
    }),
  ];
}

/** Lookups that say nothing of the name. */
const UNDECIDED: ReadonlySet<string> = new Set(['try-again', 'timed-out', 'failed']);

function unreached(view: SiteView, proxy: ProxyView): Sighting[] {
  const open = proxy.tcp.filter(({ outcome }) => outcome.code === 'open');
  // What this machine itself keeps back has causes of its own, and of a proxy on loopback one address is enough.
  const dead = proxy.tcp.filter(
    ({ outcome: { code, origin, error, address } }) =>
      code !== 'open' &&
      origin !== 'this-machine' &&
      !isWithoutRoute(code, origin, error?.errno) &&
      (open.length === 0 || !isLoopbackAddress(address)),
  );
  if (dead.length === 0) return [];
  return [
    unusable(view, proxy, {
      ...(dead[0] === undefined ? {} : { quote: connectQuote(dead[0].outcome) }),
      detail: `The proxy ${endpoint(proxy.server.host, proxy.server.port)} cannot be reached: ${listed(dead.map(seen))}.${open.length === 0 ? ' Whatever is sent through it goes nowhere.' : ` Another address of it opened: ${listed(open.map(({ check }) => check.target))}.`}`,
      evidence: dead.map(({ id }) => id),
      confidence: 0.9,
      ...(open.length === 0 ? {} : { severity: 'warning' as const }),
    }),
  ];
}

const seen = ({ check, outcome }: Seen<'tcp'>): string => `${check.target} ${connectWords(outcome)}`;

const NO_PROXY: ReadonlySet<ProxyOutcome['code']> = new Set([
  'no-connection',
  'closed',
  'reset',
  'proxy-tls-failed',
  'not-a-proxy',
]);

/** A web server answers CONNECT as it answers whatever it does not know, and bears no mark of a proxy. */
const isWebServer = ({ code, http }: ProxyOutcome): boolean =>
  code === 'refused' &&
  http !== undefined &&
  (http.status === 400 || http.status === 404 || http.status === 501) &&
  ['via', 'proxy-agent', 'proxy-status', 'x-squid-error', 'x-bluecoat-via'].every(
    (name) => http.headers[name] === undefined,
  );

function notAProxy(view: SiteView, proxy: ProxyView): Sighting[] {
  // A proxy that lets another port through is one.
  if (proxy.ways.some(({ outcome }) => outcome.code === 'through')) return [];
  const [first, ...others] = proxy.ways.filter(
    (way) => (NO_PROXY.has(way.outcome.code) || isWebServer(way.outcome)) && !isSameBothWays(view, way),
  );
  if (first === undefined) return [];
  const hits: readonly [Way, ...Way[]] = [first, ...others];
  const worksDirectly = hits.every((way) => opensDirectly(directPort(view, way)) === true);
  const sighting = sightingOf(view, proxy, hits, whatAnswered(proxy, first.outcome), 0.75);
  return [worksDirectly && !isMeantForProxy(view.profile) ? { ...sighting, severity: 'warning' } : sighting];
}

function whatAnswered(proxy: ProxyView, { code, firstLine, http, error, elapsedMs }: ProxyOutcome): string {
  const name = proxyName(proxy);
  switch (code) {
    case 'not-a-proxy':
    case 'refused':
      return http === undefined
        ? `What answers as ${name.replace('The', 'the')} is no proxy of that kind: it said "${firstLine ?? ''}".`
        : `What answers as ${name.replace('The', 'the')} is a web server rather than a proxy: it answered CONNECT with ${http.status} ${http.statusText}.`;
    case 'closed':
    case 'reset':
      return `${name} accepts connections and ${code === 'closed' ? 'closes' : 'resets'} them as soon as it is asked for anything, without a word.`;
    case 'proxy-tls-failed':
      return `${name} is to be spoken to over TLS, and no TLS came about with it (${error?.errno ?? 'no reason was given'}).`;
    default:
      return `${name} opened a connection and no second one (${error?.errno ?? 'unknown'} after ${said(elapsedMs)}).`;
  }
}
