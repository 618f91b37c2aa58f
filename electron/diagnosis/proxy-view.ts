import type { ProxyOutcome } from '../contract/outcomes/proxy.ts';
import type { ProxyServer } from '../contract/outcomes/proxy-server.ts';
import { consolePorts, type Profile } from '../contract/profile.ts';
import { isSameProxy, readProxyUrl } from '../contract/proxy-url.ts';
import type { CheckState } from '../contract/run-state.ts';
import { endpoint } from '../contract/spoken.ts';
import type { PortView, Seen, SiteView } from './site-view.ts';

/** One proxy and everything that was seen of it. */
export interface ProxyView {
  readonly server: ProxyServer;
  readonly subject: string;
  readonly lookups: readonly Seen<'system-lookup'>[];
  readonly tcp: readonly Seen<'tcp'>[];
  /** What the proxy did with each port that it was asked for. */
  readonly ways: readonly Seen<'proxy'>[];
  /** Ports that it was to be asked for and was not, because it could not be reached. */
  readonly unaskedPorts: readonly number[];
}

type Finished = Extract<CheckState, { phase: 'finished' }>;
type Rows = Pick<SiteView, 'tcp'> & {
  readonly lookups: readonly Seen<'system-lookup'>[];
  readonly ways: readonly Seen<'proxy'>[];
};

/** The proxy of the profile, and all others of a run in row order. Checks that were skipped tell of theirs by their id. */
export function viewProxies(
  { proxy }: Profile,
  finished: readonly Finished[],
  { tcp, lookups, ways }: Rows,
): ProxyView[] {
  const asked = finished.filter(({ probe }) => probe === 'proxy');
  const named = proxy !== undefined && 'url' in proxy ? readProxyUrl(proxy.url)?.server : undefined;
  const servers: ProxyServer[] = named === undefined ? [] : [named];
  for (const check of asked) {
    const server = serverOf(check);
    if (server !== undefined && servers.every((known) => !isSameProxy(known, server))) servers.push(server);
  }
  return servers.map((server): ProxyView => {
    const subject = `proxy:${server.port}`;
    const own = lookups.filter((row) => row.subject === subject && row.outcome.hostname === server.host);
    const addresses = new Set([server.host, ...own.flatMap(({ outcome }) => addressesOf(outcome))]);
    const skipped = asked.filter((check) => check.outcome === undefined && isOf(check, server));
    return {
      server,
      subject,
      lookups: own,
      tcp: tcp.filter((row) => row.subject === subject && addresses.has(row.outcome.address)),
      ways: ways.filter(({ outcome }) => isSameProxy(outcome.proxy, server)),
      unaskedPorts: skipped.flatMap(({ id }) => Number(/:(\d{1,5})$/.exec(id)?.[1] ?? 0)),
    };
  });
}

const addressesOf = ({ addresses }: Seen<'system-lookup'>['outcome']): string[] =>
  addresses.map(({ address }) => address);

const isOf = (check: Finished, server: ProxyServer): boolean => {
  const own = serverOf(check);
  return own !== undefined && isSameProxy(own, server);
};

function serverOf({ id, outcome }: Finished): ProxyServer | undefined {
  if (outcome?.kind === 'proxy') return outcome.proxy;
  return readProxyUrl(/^[a-z-]+\/proxy\/([a-z0-9]+:\/\/[^/]+)\//.exec(id)?.[1] ?? '')?.server;
}

/** True where the profile says that the site is reached through a proxy. */
export const isMeantForProxy = ({ proxy }: Pick<Profile, 'proxy'>): boolean =>
  proxy !== undefined && !('mode' in proxy && proxy.mode === 'direct');

/** Codes with which the proxy has let the tunnel stand, whatever was inside. */
const GRANTED: ReadonlySet<ProxyOutcome['code']> = new Set(['through', 'tunnel-cut', 'service-fault']);

/** What every proxy did with one port of the Console. */
const waysTo = ({ proxies }: Pick<SiteView, 'proxies'>, port: number): Seen<'proxy'>[] =>
  proxies.flatMap(({ ways }) => ways.filter(({ outcome }) => outcome.target.port === port));

/** The port of the Console that a way leads to, as the direct checks saw it. */
export const directPort = (view: SiteView, { outcome }: Seen<'proxy'>): PortView | undefined =>
  [...view.ports, ...(view.realTime === undefined ? [] : [view.realTime])].find(
    ({ port }) => port === outcome.target.port,
  );

/** Direct connections to a port that were tried, and whether one of them opened; undefined where none was tried. */
export function opensDirectly(port: PortView | undefined): boolean | undefined {
  const rows = port?.ends.flatMap(({ tcp }) => (tcp === undefined ? [] : [tcp])) ?? [];
  return rows.length === 0 ? undefined : rows.some(({ outcome }) => outcome.code === 'open');
}

/** The proxy's own number or word for "connection refused". */
const saysRefused = ({ proxyReason, socks }: ProxyOutcome): boolean =>
  socks?.reply?.code === 5 || /ECONNREFUSED|connection_refused/.test(proxyReason ?? '');

/**
 * True where the proxy shows the fault that the direct checks show as well, so that it is not the proxy's: the direct finding
 * speaks for both.
 */
export function isSameBothWays(view: SiteView, way: Seen<'proxy'>): boolean {
  const { outcome } = way;
  const port = directPort(view, way);
  const isMeant = isMeantForProxy(view.profile);
  switch (outcome.code) {
    case 'cannot-resolve':
      return view.lookups.some(({ outcome: { code } }) => code === 'not-found' || code === 'no-address');
    case 'cannot-connect': {
      const rows = port?.ends.flatMap(({ tcp }) => (tcp === undefined ? [] : [tcp.outcome.code])) ?? [];
      if (rows.length === 0 || rows.includes('open')) return false;
      // Where the way leads through the proxy, that nothing else passes is as it should be; a refusal comes from the host.
      return !isMeant || (saysRefused(outcome) && rows.includes('refused'));
    }
    case 'no-answer':
      return !isMeant && opensDirectly(port) === false;
    case 'closed':
    case 'reset':
      // A proxy of few words hangs up when the host refuses it.
      return opensDirectly(port) === false && isRefusedDirectly(port);
    case 'tunnel-cut':
    case 'service-fault':
      return port?.ends.some((end) => isSameInside(outcome, end)) ?? false;
    default:
      return false;
  }
}

const isRefusedDirectly = (port: PortView | undefined): boolean =>
  port?.ends.some(({ tcp }) => tcp?.outcome.code === 'refused') ?? false;

const CUT_TLS: ReadonlySet<string> = new Set(['closed', 'reset', 'silent']);
const CUT_NATS: ReadonlySet<string> = new Set(['no-info', 'closed', 'reset', 'cut-after-connect']);

function isSameInside({ inside }: ProxyOutcome, { tls, nats }: PortView['ends'][number]): boolean {
  const isDirect = tls?.via === undefined && nats?.via === undefined;
  if (!isDirect) return false;
  if (inside?.tls !== undefined && tls !== undefined) {
    const [theirs, ours] = [inside.tls, tls.outcome];
    if (theirs.code === 'established' && ours.code === 'established')
      return theirs.chain[0]?.fingerprint256 === ours.chain[0]?.fingerprint256;
    return theirs.code === ours.code || (CUT_TLS.has(theirs.code) && CUT_TLS.has(ours.code));
  }
  if (inside?.nats !== undefined && nats !== undefined) {
    const [theirs, ours] = [inside.nats.code, nats.outcome.code];
    return theirs === ours || (CUT_NATS.has(theirs) && CUT_NATS.has(ours));
  }
  return false;
}

/**
 * Adds what was seen of a service through a proxy to its port, where no direct check came so far: on a site that is reached
 * through a proxy, the certificate shows only there.
 */
export function withProxiedEnds(port: PortView, ways: readonly Seen<'proxy'>[]): PortView {
  const hasDirect = port.ends.some(({ tls, nats }) => tls !== undefined || nats !== undefined);
  if (hasDirect) return port;
  const proxied = ways.flatMap((way): PortView['ends'][number][] => {
    const { outcome } = way;
    const { target, inside, proxy } = outcome;
    if (target.port !== port.port || outcome.code === 'tunnel-cut' || inside === undefined) return [];
    const at = { address: target.host, port: target.port, raw: [] };
    const row = {
      id: way.id,
      subject: port.subject,
      check: way.check,
      via: endpoint(proxy.host, proxy.port),
    };
    return [
      {
        address: target.host,
        port: target.port,
        ...(inside.tls === undefined
          ? {}
          : { tls: { ...row, outcome: { kind: 'tls' as const, ...at, ...inside.tls } } }),
        ...(inside.nats === undefined
          ? {}
          : { nats: { ...row, outcome: { kind: 'nats' as const, ...at, ...inside.nats } } }),
      },
    ];
  });
  return { ...port, ends: [...port.ends, ...proxied.slice(0, 1)] };
}

/**
 * Ids of failed direct checks that are as they should be: on a site that the profile says is reached through a proxy, a firewall
 * keeps everything else in, and names may be known to the proxy alone. The rows stay; no cause is concluded from them.
 */
export function excusedByProxy(view: SiteView): ReadonlySet<string> {
  const { profile, proxies, ports, realTime, lookups, resolvers } = view;
  if (!isMeantForProxy(profile)) return new Set();
  const excused = new Set<string>();
  for (const port of [...ports, ...(realTime === undefined ? [] : [realTime])]) {
    const ways = waysTo(view, port.port).filter(({ outcome }) => outcome.code !== 'failed');
    const isUnasked = proxies.some(({ unaskedPorts }) => unaskedPorts.includes(port.port));
    if ((ways.length === 0 && !isUnasked) || ways.some((way) => isSameBothWays(view, way))) continue;
    for (const { tcp } of port.ends)
      if (tcp !== undefined && tcp.outcome.code !== 'open') excused.add(tcp.id);
  }
  const isGranted = proxies.some(({ ways }) => ways.some(({ outcome }) => GRANTED.has(outcome.code)));
  if (isGranted && lookups.every(({ outcome }) => outcome.addresses.length === 0))
    for (const { id } of [...lookups, ...resolvers]) excused.add(id);
  return excused;
}

/** That a port works through a proxy while it does not directly: it is the way, not the server. */
export function worksByProxy(view: SiteView, { port }: PortView): string[] {
  return waysTo(view, port)
    .filter(({ outcome }) => outcome.code === 'through')
    .map(
      ({ outcome: { proxy, target } }) =>
        `not the server: ${endpoint(target.host, target.port)} answers through the proxy ${endpoint(proxy.host, proxy.port)}`,
    );
}

/** The Console's main port: without it nothing works, the others have ways around. */
export const primaryPort = ({ profile }: SiteView): number => consolePorts(profile).primary;
