import { isLocalhostName, isLoopbackAddress } from '../../contract/host-name.ts';
import type { HostInterface, HostOutcome, HostRoute } from '../../contract/outcomes/host.ts';
import { listed, said } from '../../contract/spoken.ts';
import { directoryClocks } from '../active-directory-view.ts';
import { contains, isLinkLocal } from '../ip-range.ts';
import type { Rule, Sighting } from '../rule.ts';
import { isOpen, type Seen, type SiteView } from '../site-view.ts';
import { certificateDateCauses, dnsCauses, tcpCauses } from './cause-sets.ts';

/** Kerberos and TLS both tolerate this much; beyond it, certificates and tickets begin to fail (RFC 4120 §1.6 names 5 minutes). */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

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
    if (host === undefined || isLocalTarget(view) || view.ports.some(isOpen) || isNoneBeyond(view)) return [];
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
    const [first] = hits;
    if (first === undefined) return [];
    const passed = view.tcp.filter(({ outcome }) => outcome.code === 'open').map(({ check }) => check.target);
    return [
      {
        subject: 'host',
        detail:
          `This machine refused to send to ${listed(hits.map(({ check }) => check.target))} ` +
          `(${first.outcome.error?.errno ?? ''} after ${said(first.outcome.elapsedMs)}); no packet left it.`,
        evidence: hits.map(({ id }) => id),
        confidence: 0.85,
        fill: { ADDRESS: first.outcome.address, PORT: String(first.outcome.port) },
        ruledOut: passed.length === 0 ? [] : [`not the whole network: ${listed(passed)} opened`],
      },
    ];
  },
};

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

const clockWrong: Rule = {
  cause: 'clock-wrong',
  explains: [...certificateDateCauses, 'domain-clock-skew'],
  see: (view) => {
    const clocks = directoryClocks(view.directory);
    // A domain controller that agrees with this machine says that the other one is wrong.
    if (clocks.some(({ offsetMs }) => Math.abs(offsetMs) <= CLOCK_TOLERANCE_MS)) return [];
    const off = view.http.flatMap((row) =>
      row.outcome.clockOffsetMs !== undefined && Math.abs(row.outcome.clockOffsetMs) > CLOCK_TOLERANCE_MS
        ? [row]
        : [],
    );
    const agreeing = view.http.filter(
      ({ outcome }) => Math.abs(outcome.clockOffsetMs ?? Number.POSITIVE_INFINITY) <= CLOCK_TOLERANCE_MS,
    );
    const [first] = off;
    if (first === undefined || agreeing.length > 0) return [];
    const offsetMs = first.outcome.clockOffsetMs ?? 0;
    const theirNow = (Date.parse(view.state.run?.startedAt ?? '') || 0) + offsetMs;
    const dated = view.tls.filter(({ outcome }) => dateFaultVanishes(outcome, theirNow));
    const direction = offsetMs > 0 ? 'behind' : 'ahead of';
    const alike = clocks.filter((clock) => Math.abs(clock.offsetMs - offsetMs) <= CLOCK_TOLERANCE_MS);
    const isSure = dated.length > 0 || alike.length > 0;
    return [
      {
        subject: 'host',
        detail:
          `This machine's clock is ${minutes(offsetMs)} ${direction} the Date that ${listed(off.map(({ check }) => check.target))} sent.` +
          (alike.length > 0
            ? ` ${listed(alike.map(({ controller }) => controller.name))} of the domain, which has a clock of its own, tells the same time as the server.`
            : '') +
          (dated.length > 0
            ? " At the server's time the certificate's dates would be right."
            : isSure
              ? ''
              : ' Which of the two is wrong cannot be told from one server.'),
        evidence: [...off, ...dated, ...alike.map(({ row }) => row)].map(({ id }) => id),
        confidence: isSure ? 0.85 : 0.5,
        severity: isSure ? 'error' : 'warning',
      },
    ];
  },
};

function dateFaultVanishes(outcome: SiteView['tls'][number]['outcome'], theirNow: number): boolean {
  const [leaf] = outcome.chain;
  if (leaf === undefined || !outcome.faults.some((fault) => fault === 'expired' || fault === 'not-yet-valid'))
    return false;
  return Date.parse(leaf.notBefore) <= theirNow && theirNow <= Date.parse(leaf.notAfter);
}

/** A difference between clocks in whole minutes, or days. */
export const minutes = (milliseconds: number): string => {
  const whole = Math.round(Math.abs(milliseconds) / 60_000);
  return whole >= 2880 ? `${Math.round(whole / 1440)} days` : `${whole} minutes`;
};

const dockerSubnetConflict: Rule = {
  cause: 'docker-subnet-conflict',
  explains: tcpCauses,
  see: (view) => {
    const { host } = view;
    if (host === undefined) return [];
    const targets = [...new Set(view.tcp.map(({ outcome }) => outcome.address))];
    const sightings: Sighting[] = [];
    for (const address of targets) {
      const route = dockerRouteFor(host.outcome, address);
      if (route === undefined || ownsAddress(host.outcome, address)) continue;
      const rows = view.tcp.filter(({ outcome }) => outcome.address === address);
      const isBroken = rows.every(({ outcome }) => outcome.code !== 'open');
      if (!isBroken) continue;
      sightings.push({
        subject: 'host',
        detail: `The route to ${address} leads into the container network ${route.destination} on ${route.interfaceName}, so packets for it never leave this machine.`,
        evidence: [host.id, ...rows.map(({ id }) => id)],
        confidence: 0.85,
        fill: { ADDRESS: address },
      });
    }
    return sightings;
  },
};

const ownsAddress = (host: HostOutcome, address: string): boolean =>
  host.interfaces.some(({ addresses }) => addresses.some((own) => own.address === address));

/** The most specific route for an address, when it is one of a container bridge. */
function dockerRouteFor(host: HostOutcome, address: string): HostRoute | undefined {
  const [best] = host.routes
    .filter((route) => contains(route.destination, address))
    .sort((a, b) => prefixOf(b.destination) - prefixOf(a.destination));
  return best !== undefined && /^(?:docker\d|br-[0-9a-f]{6,})/.test(best.interfaceName) ? best : undefined;
}

const prefixOf = (cidr: string): number => Number(cidr.split('/')[1] ?? 0);

/** Causes of this machine. They stand first: what is wrong here explains what is seen of everything else. */
export const HOST_RULES: readonly Rule[] = [
  networkDown,
  socketsExhausted,
  blockedOnThisMachine,
  noRoute,
  dockerSubnetConflict,
  clockWrong,
];
