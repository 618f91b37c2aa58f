import { isLocalhostName, isLoopbackAddress } from '../../contract/host-name.ts';
import type { HostInterface, HostOutcome } from '../../contract/outcomes/host.ts';
import { listed, said } from '../../contract/spoken.ts';
import { contains, isLinkLocal } from '../ip-range.ts';
import { routeTo } from '../machine-view.ts';
import type { Rule, Sighting } from '../rule.ts';
import { httpsPorts, isOpen, type Seen, type SiteView } from '../site-view.ts';
import { dnsCauses, tcpCauses } from './cause-sets.ts';

const usable = (one: HostInterface): boolean =>
  !one.isInternal &&
  one.addresses.some(({ address }) => !isLinkLocal(address) && !isLoopbackAddress(address));

const isLocalTarget = ({ consoleHost }: SiteView): boolean =>
  consoleHost !== undefined && (isLocalhostName(consoleHost) || isLoopbackAddress(consoleHost));

/** Nothing that was tried needs a network: every name resolved, and every address is on loopback. */
const isNoneBeyond = ({ tcp, lookups }: SiteView): boolean =>
  tcp.length > 0 &&
  tcp.every(({ outcome }) => isLoopbackAddress(outcome.address)) &&
  lookups.every(({ outcome }) => outcome.code === 'resolved');

const networkDown: Rule = {
  cause: 'network-down',
  explains: [...dnsCauses, ...tcpCauses],
  see: (view) => {
    const { host } = view;
    if (host === undefined || isLocalTarget(view) || httpsPorts(view).some(isOpen) || isNoneBeyond(view))
      return [];
    const { interfaces } = host.outcome;
    if (host.outcome.unreadable.includes('interfaces') || interfaces.some(usable)) return [];
    const names = interfaces.filter(({ isInternal }) => !isInternal).map(({ name }) => name);
    const what =
      names.length === 0
        ? 'This machine has no network interface besides loopback.'
        : `No interface of this machine has an address beyond its own link (${listed(names)}).`;
    return [{ subject: 'host', detail: what, evidence: [host.id], confidence: 0.95 }];
  },
};

const socketsExhausted: Rule = {
  cause: 'sockets-exhausted',
  explains: tcpCauses,
  see: (view) => {
    const hits = view.tcp.filter(({ outcome }) => EXHAUSTED.has(outcome.error?.errno ?? ''));
    const [first] = hits;
    if (first === undefined) return [];
    const errno = first.outcome.error?.errno ?? '';
    return [
      {
        subject: 'host',
        quote: errno,
        detail: `This machine gave no socket for ${listed(hits.map(({ check }) => check.target))} (${errno}).`,
        evidence: hits.map(({ id }) => id),
        confidence: 0.9,
      },
    ];
  },
};

const EXHAUSTED: ReadonlySet<string> = new Set([
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'EADDRNOTAVAIL',
  'EADDRINUSE',
]);
const BLOCKED: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'WSAEACCES']);

const blockedOnThisMachine: Rule = {
  cause: 'blocked-on-this-machine',
  explains: tcpCauses,
  see: (view) => {
    const hits = [
      ...view.tcp.filter(
        ({ outcome }) => outcome.origin === 'this-machine' && BLOCKED.has(outcome.error?.errno ?? ''),
      ),
      ...syslogRows(view).filter(({ outcome }) => outcome.code === 'blocked-locally'),
      ...pingRows(view).filter(({ outcome }) => outcome.code === 'blocked-locally'),
    ];
    const [first, ...others] = hits;
    if (first === undefined) return [];
    const passed = view.tcp.filter(({ outcome }) => outcome.code === 'open').map(({ check }) => check.target);
    return [
      {
        subject: 'host',
        detail:
          `This machine refused to send to ${listed(hits.map(({ check }) => check.target))} ` +
          `(${first.outcome.error?.errno ?? ''} after ${said(first.outcome.elapsedMs)}); no packet left it.${firewallOn(view)}`,
        evidence: [
          ...hits.map(({ id }) => id),
          ...(firewallOn(view) === '' ? [] : [view.machine.firewall?.id ?? '']),
        ],
        confidence: 0.85,
        fill: { ADDRESS: first.outcome.address, PORT: String(first.outcome.port) },
        more: others.map(({ outcome }) => ({ ADDRESS: outcome.address, PORT: String(outcome.port) })),
        ruledOut: passed.length === 0 ? [] : [`not the whole network: ${listed(passed)} opened`],
      },
    ];
  },
};

/** The firewalls that are on, as far as this user may see; an empty text where none is. */
function firewallOn({ machine: { firewall } }: SiteView): string {
  const on = (firewall?.outcome.firewalls ?? []).filter(({ isEnabled }) => isEnabled);
  if (on.length === 0) return '';
  const names = on.map(({ name, outbound }) => (outbound === 'block' ? `${name} (outbound: block)` : name));
  return ` ${listed(names)} ${on.length === 1 ? 'is' : 'are'} on here.`;
}

const noRoute: Rule = {
  cause: 'no-route',
  explains: tcpCauses,
  see: (view) => {
    // A machine without IPv6 answers at once for every AAAA; that is no fault while IPv4 has a way.
    const hits = view.tcp.filter(({ outcome }) =>
      isWithoutRoute(outcome.code, outcome.origin, outcome.error?.errno),
    );
    const others = view.tcp.filter((row) => !hits.includes(row) && row.outcome.family === 4);
    const relevant = hits.filter(({ outcome }) => outcome.family === 4 || others.length === 0);
    const [first] = relevant;
    if (first === undefined) return [];
    return [
      {
        subject: 'host',
        detail:
          `This machine has no route to ${listed([...new Set(relevant.map(({ outcome }) => outcome.address))])} ` +
          `(${first.outcome.error?.errno ?? 'no route'} after ${said(first.outcome.elapsedMs)}).`,
        evidence: [
          ...relevant,
          ...syslogRows(view).filter(
            ({ outcome }) =>
              outcome.error?.syscall === 'connect' &&
              isWithoutRoute('unreachable', 'this-machine', outcome.error.errno) &&
              relevant.some((row) => row.outcome.address === outcome.address),
          ),
        ].map(({ id }) => id),
        confidence: 0.9,
        fill: { ADDRESS: first.outcome.address },
      },
    ];
  },
};

const syslogRows = ({ syslog }: SiteView): Seen<'syslog'>[] =>
  syslog?.ends.flatMap(({ reach }) => (reach === undefined ? [] : [reach])) ?? [];

const pingRows = ({ directory }: SiteView): Seen<'cldap'>[] =>
  directory?.controllers.flatMap(({ ping }) => (ping === undefined ? [] : [ping])) ?? [];

/** No packet left, because the routing table has nothing for the address. */
export function isWithoutRoute(code: string, origin: string | undefined, errno: string | undefined): boolean {
  return (
    code === 'unreachable' &&
    origin === 'this-machine' &&
    (errno === 'ENETUNREACH' || errno === 'EINVAL' || errno === 'EHOSTUNREACH')
  );
}

const dockerSubnetConflict: Rule = {
  cause: 'docker-subnet-conflict',
  explains: [...tcpCauses, ...dnsCauses],
  see: (view) => {
    const { host } = view;
    if (host === undefined) return [];
    return [...silentTargets(view)].flatMap(([address, rows]): Sighting[] => {
      const way = containerWay(view, host.outcome, address);
      if (way === undefined || ownsAddress(host.outcome, address)) return [];
      const network = way.destination === undefined ? '' : ` ${way.destination}`;
      return [
        {
          subject: 'host',
          detail: `The route to ${address} leads into the container network${network} on ${way.interfaceName}, so packets for it never leave this machine.`,
          evidence: [way.id ?? host.id, ...rows],
          confidence: 0.85,
          fill: { ADDRESS: address },
        },
      ];
    });
  },
};

/** Addresses that nothing opened on, and resolvers that kept silent, each with its rows. */
function silentTargets(view: SiteView): Map<string, string[]> {
  const targets = new Map<string, string[]>();
  const isOpened = new Set(
    view.tcp.flatMap(({ outcome }) => (outcome.code === 'open' ? [outcome.address] : [])),
  );
  const note = (address: string, id: string): void => {
    targets.set(address, [...(targets.get(address) ?? []), id]);
  };
  for (const { id, outcome } of view.tcp) if (!isOpened.has(outcome.address)) note(outcome.address, id);
  for (const { id, outcome } of view.resolvers)
    if (outcome.code === 'silent') note(outcome.resolver.address, id);
  return targets;
}

const ownsAddress = (host: HostOutcome, address: string): boolean =>
  host.interfaces.some(({ addresses }) => addresses.some((own) => own.address === address));

interface ContainerWay {
  readonly interfaceName: string;
  readonly destination?: string | undefined;
  /** The check that shows it, where the system itself was asked for the way to this address. */
  readonly id?: string;
}

/** The way to an address where it ends in a container network: by the system's own word, else by the most specific route. */
function containerWay(view: SiteView, host: HostOutcome, address: string): ContainerWay | undefined {
  const asked = routeTo(view.machine, address);
  const [best] = host.routes
    .filter((route) => contains(route.destination, address))
    .sort((a, b) => prefixOf(b.destination) - prefixOf(a.destination));
  const interfaceName = asked?.interfaceName ?? best?.interfaceName;
  if (interfaceName === undefined || asked?.isLocal === true) return undefined;
  const kind =
    asked?.interfaceKind ?? host.interfaces.find(({ name }) => name === interfaceName)?.kind ?? 'physical';
  if (kind !== 'container' && !/^(?:docker\d|br-[0-9a-f]{6,})/.test(interfaceName)) return undefined;
  const { destination = best?.interfaceName === interfaceName ? best.destination : undefined, id } =
    asked ?? {};
  return { interfaceName, destination, ...(id === undefined ? {} : { id }) };
}

const prefixOf = (cidr: string): number => Number(cidr.split('/')[1] ?? 0);

/** Causes of this machine. They stand first: what is wrong here explains what is seen of everything else. */
export const HOST_RULES: readonly Rule[] = [
  networkDown,
  socketsExhausted,
  blockedOnThisMachine,
  noRoute,
  dockerSubnetConflict,
];
