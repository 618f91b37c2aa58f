import { Resolver } from 'node:dns';
import { arch, hostname, release, version } from 'node:os';
import type { HostOutcome } from '../../contract/outcomes/host.ts';
import { parseResolver } from '../../contract/profile.ts';
import { endpoint } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext, type Verdict } from '../probe.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { withinDeadline } from './host-deadline.ts';
import { proxyVariables, trustVariables } from './host-environment.ts';
import { interfacesOfThisMachine } from './host-interfaces.ts';
import { type Reading, readRoutes, readSearchDomains, unread } from './host-tables.ts';
import { timeZoneOf } from './host-time-zone.ts';

/**
 * Facts of this machine that explain what the other probes see. On Linux everything comes from files of the kernel; Windows
 * and macOS have only commands for their routes.
 */
export const hostFacts = defineProbe<Record<string, never>, HostOutcome>({
  id: 'host',
  deadlineMs: 2000,
  awaiting: () => 'interfaces, routes and resolvers of this machine',
  run: (_input, context) => run(context),
  judge,
});

/**
 * The resolvers that this machine is set to ask now, each once, in their order; port 53 where none is given. A new Resolver reads
 * the settings anew: the one that Node keeps would still name those of the start after a VPN came up.
 */
export const configuredResolvers = (): { address: string; port: number }[] =>
  distinctResolvers(new Resolver().getServers());

/** Reads `address`, `address:port` and `[address]:port`; what is neither is left out, as is what stood before. */
export function distinctResolvers(texts: readonly string[]): { address: string; port: number }[] {
  const found = new Map<string, { address: string; port: number }>();
  for (const text of texts) {
    const resolver = parseResolver(text);
    if (resolver !== undefined) found.set(`${resolver.address} ${resolver.port}`, resolver);
  }
  return [...found.values()];
}

async function run(context: ProbeContext): Promise<HostOutcome> {
  const startedAt = context.now();
  const links = interfacesOfThisMachine();
  const within = async <T>(what: string, work: Promise<Reading<T>>): Promise<Reading<T>> =>
    (await withinDeadline(work, context.deadlineMs, context.signal)) ?? unread(`${what}: no answer in time`);
  const [routes, domains, timeZone] = await Promise.all([
    within('routes', readRoutes(links.names, context.signal)),
    within('search domains', readSearchDomains(context.signal)),
    timeZoneOf(process.env),
  ]);
  const now = new Date(context.wallClock());
  const unreadable = [...links.unreadable, ...routes.unreadable, ...domains.unreadable]
    .map((text) => text.slice(0, 200))
    .slice(0, 16);
  const { electron } = process.versions;
  return {
    kind: 'host',
    code: unreadable.length === 0 ? 'described' : 'partly',
    hostname: hostname().slice(0, 255),
    os: { platform: process.platform, release: release(), version: version(), arch: arch() },
    runtime: {
      node: process.versions.node,
      openssl: process.versions.openssl ?? '',
      isBoringssl: Reflect.get(process.features, 'openssl_is_boringssl') === true,
      ...(electron === undefined ? {} : { electron }),
    },
    interfaces: links.value.slice(0, 256),
    routes: [...routes.value],
    resolvers: configuredResolvers()
      .map(({ address, port }) => (port === 53 ? address : endpoint(address, port)))
      .slice(0, 32),
    searchDomains: [...domains.value],
    proxyVariables: proxyVariables(process.env),
    trustVariables: trustVariables(process.env),
    clock: {
      utc: now.toISOString(),
      timeZone,
      offsetMinutes: 0 - now.getTimezoneOffset(),
    },
    unreadable,
    elapsedMs: elapsedBetween(startedAt, context.now()),
  };
}

function judge(outcome: HostOutcome): Verdict {
  const { interfaces, resolvers, unreadable } = outcome;
  const own = interfaces
    .filter(({ isInternal }) => !isInternal)
    .flatMap(({ name, addresses }) => addresses.map(({ address }) => `${address} (${name})`));
  const addresses =
    own.length === 0 ? 'no address besides loopback' : `${own.slice(0, 3).join(', ')}${more(own.length - 3)}`;
  const asks =
    resolvers.length === 0
      ? 'no resolver'
      : `resolvers ${resolvers.slice(0, 3).join(', ')}${more(resolvers.length - 3)}`;
  const facts = `this machine has ${addresses}, ${defaultRoute(outcome)}, ${asks}`;
  return outcome.code === 'described'
    ? { status: 'passed', reason: facts }
    : { status: 'warned', reason: `${facts}; not read: ${unreadable.join('; ')}` };
}

function defaultRoute({ routes, unreadable }: HostOutcome): string {
  const ways = routes.flatMap(({ destination, gateway, interfaceName }) =>
    /^(?:0\.0\.0\.0|::)\/0$/.test(destination) ? [gateway ?? interfaceName] : [],
  );
  if (ways.length > 0) return `a default route by way of ${[...new Set(ways)].join(' and ')}`;
  return unreadable.some((text) => text.startsWith('routes')) ? 'unknown routes' : 'no default route';
}

const more = (count: number): string => (count > 0 ? ` and ${count} more` : '');
