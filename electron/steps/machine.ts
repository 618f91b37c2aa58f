import type { CheckInfo, StepId } from '../contract/checks.ts';
import { isIpAddress } from '../contract/host-name.ts';
import { type Profile, timeServer } from '../contract/profile.ts';
import { endpoint, listed } from '../contract/spoken.ts';
import { systemLookup } from '../probes/dns/system-lookup.ts';
import { diskSpace } from '../probes/host/disk-space.ts';
import { firewallState } from '../probes/host/firewall.ts';
import { folderAccess } from '../probes/host/folder-access.ts';
import { SITE_ROUTE_LIMIT, siteRoutes } from '../probes/host/site-routes.ts';
import { ntpQuery } from '../probes/ntp/ntp.ts';
import { addressesIn } from './addresses.ts';
import { CONSOLE_LOOKUP } from './console.ts';
import { check, type PlanInputs, type PlanNode, whenFinished } from './plan.ts';

const NTP_LOOKUP = 'host/ntp/lookup';

/**
 * What this machine has to do with the site beyond its facts: the state of its firewall, whether Airway's own folder takes files
 * and has room, the way to each service of the profile, and the time, where the profile names a time server.
 */
export function planMachine(
  profile: Profile,
  inputs: PlanInputs,
  steps: readonly StepId[],
): readonly PlanNode[] {
  return [
    check(firewallState, {}, about('firewall', 'Firewall of this machine')),
    ...planFolder(inputs),
    ...planRoutes(profile, steps),
    ...planTime(profile),
  ];
}

const about = (
  name: string,
  title: string,
  target = 'this machine',
): Omit<CheckInfo, 'probe' | 'deadlineMs'> => ({
  id: `host/${name}`,
  step: 'host',
  title,
  target: target.slice(0, 400),
  subject: 'host',
});

function planFolder({ stateFolder }: PlanInputs): readonly PlanNode[] {
  if (stateFolder === undefined) return [];
  return [
    check(folderAccess, { path: stateFolder }, about('folder', 'Folder for the results', stateFolder)),
    check(
      diskSpace,
      { folders: [{ path: stateFolder, role: 'airway' }] },
      about('disk', 'Disk of that folder', stateFolder),
    ),
  ];
}

/** A service whose way is looked up: by its address, or by the row that looks its name up. */
interface RoutedService {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly lookupId?: string | undefined;
}

function planRoutes(profile: Profile, steps: readonly StepId[]): readonly PlanNode[] {
  const { console: site, responder, activeDirectory, syslog } = profile;
  const isAsked = (step: StepId): boolean => steps.includes(step);
  const needsConsole = isAsked('console') || isAsked('responder');
  const services: readonly RoutedService[] = [
    {
      name: 'console',
      hosts: site === undefined || !needsConsole ? [] : [site.address],
      lookupId: isAsked('console') ? CONSOLE_LOOKUP : 'responder/lookup',
    },
    {
      name: 'relay',
      hosts: responder?.relay === undefined || !isAsked('responder') ? [] : [responder.relay],
      lookupId: 'responder/relay/lookup',
    },
    {
      name: 'active-directory',
      hosts:
        activeDirectory === undefined || !isAsked('active-directory') ? [] : (activeDirectory.servers ?? []),
    },
    {
      name: 'syslog',
      hosts: syslog === undefined || !isAsked('syslog') ? [] : [syslog.address],
      lookupId: 'syslog/lookup',
    },
  ];
  return services.flatMap(({ name, hosts, lookupId }): readonly PlanNode[] => {
    const own = hosts.filter(isIpAddress);
    if (own.length > 0) return [routesTo(name, own)];
    if (hosts.length === 0 || lookupId === undefined) return [];
    return [
      whenFinished([lookupId], (seen) => {
        const addresses = addressesIn(seen.get(lookupId));
        return addresses.length === 0 ? [] : [routesTo(name, addresses)];
      }),
    ];
  });
}

const TITLES: Readonly<Record<string, string>> = {
  console: 'Way to the Console',
  relay: 'Way to the relay',
  'active-directory': 'Way to the domain controllers',
  syslog: 'Way to the syslog receiver',
};

function routesTo(name: string, all: readonly string[]): PlanNode {
  const addresses = [...new Set(all)].slice(0, SITE_ROUTE_LIMIT);
  return check(
    siteRoutes,
    { addresses },
    about(`route/${name}`, TITLES[name] ?? `Way to ${name}`, listed(addresses)),
  );
}

function planTime(profile: Profile): readonly PlanNode[] {
  const server = timeServer(profile);
  if (server === undefined) return [];
  const { address: host, port } = server;
  const ask = (address: string): PlanNode =>
    check(
      ntpQuery,
      { address, port },
      about(`ntp/${endpoint(address, port)}`, 'Time of the time server', endpoint(address, port)),
    );
  if (isIpAddress(host)) return [ask(host)];
  const lookup = about('ntp/lookup', 'Name lookup of the time server', host);
  return [
    check(
      systemLookup,
      { hostname: host },
      { ...lookup, subject: 'ntp', deadlineMs: profile.deadlines?.dnsMs },
    ),
    // One question is asked for: to the address that this machine would take first.
    whenFinished([NTP_LOOKUP], (seen) => addressesIn(seen.get(NTP_LOOKUP)).slice(0, 1).map(ask)),
  ];
}
