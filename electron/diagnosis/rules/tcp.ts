import type { CauseId } from '../../contract/cause-ids.ts';
import { isLoopbackAddress } from '../../contract/host-name.ts';
import type { TcpOutcome } from '../../contract/outcomes/tcp.ts';
import { endpoint, listed, said } from '../../contract/spoken.ts';
import { firewallRequest, sourceFill } from '../firewall-request.ts';
import { controlInWords, opensEverything, refusedControls } from '../path-view.ts';
import { isOfConsole, isSpare } from '../port-roles.ts';
import { worksByProxy } from '../proxy-view.ts';
import type { Rule, Sighting } from '../rule.ts';
import { isOpen, type PortView, type Seen, type SiteView, servicePorts, syslogPort } from '../site-view.ts';
import { connectQuote, connectWords } from '../tcp-words.ts';
import { httpCauses, tcpCauses, tlsCauses } from './cause-sets.ts';
import { isWithoutRoute } from './host.ts';

/** That UDP is silent needs no word of its own where the host is known to be gone. */
const above: readonly CauseId[] = [...tlsCauses, ...httpCauses, 'syslog-udp-unconfirmed'];

/** The probes of one port that tell of it: an IPv6 address that this machine has no way to says nothing while IPv4 does. */
function tellingRows(port: PortView): Seen<'tcp'>[] {
  const rows = port.ends.flatMap(({ tcp }) => (tcp === undefined ? [] : [tcp]));
  const routed = rows.filter(
    ({ outcome }) => !isWithoutRoute(outcome.code, outcome.origin, outcome.error?.errno),
  );
  return routed.length > 0 ? routed : rows;
}

/** What a port is for, as the reason of a firewall request. */
export const why = ({ role }: Pick<PortView, 'role'>): string => WHY[role];

const WHY: Readonly<Record<PortView['role'], string>> = {
  primary: 'AIR Responders and browsers reach the Console on this port (HTTPS)',
  alternate: 'the AIR Console offers its user interface, deployment page and API on this port (HTTPS)',
  tasks: 'AIR Responders receive tasks in real time on this port (NATS)',
  syslog: 'the AIR Console forwards its audit logs to the syslog receiver on this port',
  relay: 'AIR Responders reach the Console through the relay on this port (HTTPS)',
  directory: 'the AIR Console reads machines and users from the domain controller on this port (LDAP)',
};

/** One probe in words: what the address did, and after which time. */
export const seenAs = (port: PortView, { outcome }: Seen<'tcp'>): string =>
  `${endpoint(outcome.address, port.port)} ${connectWords(outcome)}`;

/** What else this run saw of the same hosts, so that a reader sees why it is the port and not the host. */
export function contrast(view: SiteView, port: PortView): string[] {
  return [
    ...opensElsewhere(view, port).map(
      ({ outcome }) => `${endpoint(outcome.address, outcome.port)} opened in ${said(outcome.elapsedMs)}`,
    ),
    ...refusedControls(view, port).map(controlInWords),
  ].map((seen) => `not the whole host: ${seen}`);
}

/** Other ports of the same hosts that opened, unless the host says so of every port. */
function opensElsewhere(view: SiteView, port: PortView): Seen<'tcp'>[] {
  const addresses = new Set(port.ends.map(({ address }) => address));
  return view.tcp.filter(
    ({ outcome, subject }) =>
      subject !== port.subject &&
      outcome.code === 'open' &&
      addresses.has(outcome.address) &&
      !opensEverything(view, outcome.address),
  );
}

/** What opened on the same hosts, so that the contrast stands in the sentence itself. */
function besides(view: SiteView, port: PortView): string {
  const open = opensElsewhere(view, port).slice(0, 2);
  return open.length === 0
    ? ''
    : `, while ${listed(open.map(({ outcome }) => `${endpoint(outcome.address, outcome.port)} opened in ${said(outcome.elapsedMs)}`))}`;
}

/** Probes of the real-time port that failed like those of another port: the same cause shows on them. */
function alike(
  { realTime }: SiteView,
  port: PortView,
  matches: (outcome: TcpOutcome) => boolean,
): { readonly port: PortView; readonly row: Seen<'tcp'> }[] {
  if (realTime === undefined || realTime.subject === port.subject || !isOfConsole(port)) return [];
  const addresses = new Set(port.ends.map(({ address }) => address));
  return realTime.ends.flatMap(({ tcp }) =>
    tcp !== undefined && addresses.has(tcp.outcome.address) && matches(tcp.outcome)
      ? [{ port: realTime, row: tcp }]
      : [],
  );
}

/** A cause that holds for a port when every telling address of it shows the same code. */
function wholePort(
  cause: CauseId,
  matches: (outcome: TcpOutcome) => boolean,
  tell: (view: SiteView, port: PortView) => { say: string; confidence: number; asksFirewall: boolean },
  ports: (view: SiteView) => readonly PortView[] = servicePorts,
): Rule {
  return {
    cause,
    explains: above,
    see: (view) =>
      ports(view).flatMap((port): Sighting[] => {
        const rows = tellingRows(port);
        const hits = rows.filter(({ outcome }) => matches(outcome));
        const [first] = hits;
        // With mixed failures the IPv4 address speaks, as most clients use it.
        const spokesman = rows.find(({ outcome }) => outcome.family === 4) ?? rows[0];
        if (first === undefined || isOpen(port) || spokesman === undefined || !matches(spokesman.outcome))
          return [];
        const { say, confidence, asksFirewall } = tell(view, port);
        const all = [...hits.map((row) => ({ port, row })), ...alike(view, port, matches)];
        return [
          {
            subject: port.subject,
            detail: `${listed(all.map((one) => seenAs(one.port, one.row)))}${besides(view, port)}. ${say}`,
            quote: connectQuote(first.outcome),
            evidence: all.map(({ row }) => row.id),
            confidence,
            ...(isSpare(view, port) ? { severity: 'warning' as const } : {}),
            ruledOut: [...contrast(view, port), ...worksByProxy(view, port)],
            fill: {
              ADDRESS: first.outcome.address,
              PORT: String(port.port),
              HOST: port.host,
              ...sourceFill(view),
            },
            more: all
              .filter(({ row }) => row !== first)
              .map((one) => ({
                ADDRESS: one.row.outcome.address,
                PORT: String(one.port.port),
                HOST: one.port.host,
              })),
            ...(asksFirewall
              ? {
                  request: firewallRequest(
                    view,
                    all.map((one) => ({
                      host: one.port.host,
                      address: one.row.outcome.address,
                      port: one.port.port,
                      why: why(one.port),
                      seen: seenAs(one.port, one.row),
                    })),
                  ),
                }
              : {}),
          },
        ];
      }),
  };
}

const othersOpen = (view: SiteView, port: PortView): boolean => opensElsewhere(view, port).length > 0;

const portClosed = wholePort(
  'port-closed',
  ({ code }) => code === 'refused',
  (view, port) => ({
    say: othersOpen(view, port)
      ? 'The host is up; on this port nothing listens, or a firewall refuses in its name.'
      : 'A refusal came back, so something answers for this address: on this port nothing listens, or a firewall refuses in its name.',
    confidence: othersOpen(view, port) ? 0.9 : 0.8,
    asksFirewall: false,
  }),
);

const firewallRejects = wholePort(
  'firewall-rejects',
  ({ code, origin }) => code === 'rejected' && origin !== 'this-machine',
  (view, port) => ({
    say: 'The refusal is an ICMP message from the network, which a server does not send for a closed port.',
    confidence: othersOpen(view, port) ? 0.95 : 0.8,
    asksFirewall: true,
  }),
);

const triedPorts = ({ ports, realTime }: SiteView): PortView[] =>
  [...ports, ...(realTime === undefined ? [] : [realTime])].filter(({ ends }) =>
    ends.some(({ tcp }) => tcp !== undefined),
  );

/** Controls at the addresses of some ports. */
function controlsOf(view: SiteView, ports: readonly PortView[]): Seen<'tcp'>[] {
  const addresses = new Set(ports.flatMap(({ ends }) => ends.map(({ address }) => address)));
  return view.controls.filter(({ outcome }) => addresses.has(outcome.address));
}

/** Nothing came back from the Console's host, not even from the port that nobody uses. */
function allSilent(view: SiteView): boolean {
  const ports = triedPorts(view);
  const areSilent = ports.every((port) =>
    tellingRows(port).every(({ outcome }) => outcome.code === 'filtered'),
  );
  const hasAnswered = controlsOf(view, ports).some(({ outcome }) => ANSWERS.has(outcome.code));
  return ports.length > 1 && areSilent && !hasAnswered;
}

const ANSWERS: ReadonlySet<TcpOutcome['code']> = new Set(['open', 'refused', 'rejected']);

const filtered = wholePort(
  'port-filtered',
  ({ code }) => code === 'filtered',
  (view, port) => {
    if (othersOpen(view, port))
      return {
        say: "The host is alive, so a firewall drops this port, on the way or this machine's own.",
        confidence: 0.95,
        asksFirewall: true,
      };
    const [refused] = refusedControls(view, port);
    if (refused !== undefined)
      return {
        say: `${controlInWords(refused)}: something answers for the host, so a firewall drops just this port, on the way or this machine's own.`,
        confidence: 0.9,
        asksFirewall: true,
      };
    const rejected = controlsOf(view, [port]).find(({ outcome }) => outcome.code === 'rejected');
    if (rejected !== undefined)
      return {
        say: `${controlInWords(rejected)}: what is on the way refuses other ports aloud, and drops this one.`,
        confidence: 0.75,
        asksFirewall: true,
      };
    return {
      say: 'A firewall that drops this port, or a host that is off, would look like this.',
      confidence: 0.6,
      asksFirewall: true,
    };
  },
);

/** Where the whole Console is silent that is said once; another host with a filtered port is a matter of its own. */
const portFiltered: Rule = {
  ...filtered,
  see: (view) =>
    filtered
      .see(view)
      .filter(({ subject }) => !allSilent(view) || view.ports.every((port) => port.subject !== subject)),
};

const hostFiltered: Rule = {
  cause: 'host-filtered',
  explains: above,
  see: (view) => {
    const ports = triedPorts(view);
    const [first] = ports;
    if (first === undefined || !allSilent(view)) return [];
    const rows = ports.flatMap((port) => tellingRows(port).map((row) => ({ port, row })));
    const controls = controlsOf(view, ports).filter(({ outcome }) => outcome.code === 'filtered');
    const address = rows[0]?.row.outcome.address ?? '';
    return [
      {
        subject: first.subject,
        detail: `${listed([...rows.map(({ port, row }) => seenAs(port, row)), ...controls.map(controlInWords)])}. Nothing came back from any port: the whole host is filtered, or it is off.`,
        quote: connectQuote(rows[0]?.row.outcome ?? { code: 'filtered', elapsedMs: 0 }),
        evidence: [...rows.map(({ row }) => row.id), ...controls.map(({ id }) => id)],
        confidence: controls.length > 0 ? 0.7 : 0.65,
        fill: {
          ADDRESS: address,
          PORT: String(first.port),
          HOST: view.consoleHost ?? address,
          ...sourceFill(view),
        },
        request: firewallRequest(
          view,
          rows.map(({ port, row }) => ({
            host: port.host,
            address: row.outcome.address,
            port: port.port,
            why: why(port),
            seen: seenAs(port, row),
          })),
        ),
      },
    ];
  },
};

const hostUnreachable = wholePort(
  'host-unreachable',
  ({ code, origin }) => code === 'unreachable' && origin !== 'this-machine',
  (_view, _port) => ({
    say: 'Nobody answers for this address on its own network: the host is off, or the address is wrong.',
    confidence: 0.85,
    asksFirewall: false,
  }),
  // UDP itself never learns of a host that is gone, so its control by TCP is asked.
  (view) => {
    const control = view.syslog?.transport === 'udp' ? syslogPort(view) : undefined;
    return control === undefined ? servicePorts(view) : [...servicePorts(view), control];
  },
);

/** Fault of some addresses of a name while others work. Loopback is left out: a service bound to one of its two is usual. */
function partOfPort(
  cause: CauseId,
  select: (port: PortView, dead: readonly Seen<'tcp'>[], open: readonly Seen<'tcp'>[]) => boolean,
  say: (name: string) => string,
): Rule {
  return {
    cause,
    explains: tcpCauses,
    see: (view) =>
      servicePorts(view).flatMap((port): Sighting[] => {
        const rows = tellingRows(port).filter(({ outcome }) => !isLoopbackAddress(outcome.address));
        const open = rows.filter(({ outcome }) => outcome.code === 'open');
        const dead = rows.filter(({ outcome }) => outcome.code !== 'open');
        const [first] = dead;
        if (open.length === 0 || first === undefined || !select(port, dead, open)) return [];
        const deadAddresses = new Set(dead.map(({ outcome }) => outcome.address));
        const isDead = ({ address, code }: TcpOutcome): boolean =>
          code !== 'open' && deadAddresses.has(address);
        const alsoDead = alike(view, port, isDead).map(({ row }) => row);
        return [
          {
            subject: port.subject,
            quote: connectQuote(first.outcome),
            detail: `${listed(dead.map((row) => seenAs(port, row)))}, while ${listed(open.map(({ outcome }) => `${endpoint(outcome.address, port.port)} opened in ${said(outcome.elapsedMs)}`))}. ${say(port.host)}`,
            evidence: [...dead, ...alsoDead, ...open].map(({ id }) => id),
            confidence: 0.85,
            fill: {
              ADDRESS: first.outcome.address,
              PORT: String(port.port),
              NAME: port.host,
              HOST: port.host,
            },
          },
        ];
      }),
  };
}

const isV6Fault = (dead: readonly Seen<'tcp'>[], open: readonly Seen<'tcp'>[]): boolean =>
  dead.every(({ outcome }) => outcome.family === 6) && open.every(({ outcome }) => outcome.family === 4);

const ipv6Broken = partOfPort(
  'ipv6-broken',
  (_port, dead, open) => isV6Fault(dead, open),
  (name) => `${name} has IPv6 addresses that do not work from here; clients lose time on them or fail.`,
);

const addressDead = partOfPort(
  'address-dead',
  (_port, dead, open) => !isV6Fault(dead, open),
  (name) => `Clients that pick the dead address of ${name} fail, others do not: the fault comes and goes.`,
);

const alternatePortBlocked: Rule = {
  cause: 'alternate-port-blocked',
  explains: tcpCauses,
  see: (view) => {
    const primary = view.ports.find(({ role }) => role === 'primary');
    const alternate = view.ports.find(({ role }) => role === 'alternate');
    if (primary === undefined || alternate === undefined || !isOpen(primary) || isOpen(alternate)) return [];
    const rows = tellingRows(alternate);
    const [first] = rows;
    const open = primary.ends.flatMap(({ tcp }) => (tcp?.outcome.code === 'open' ? [tcp] : []));
    if (first === undefined) return [];
    return [
      {
        subject: alternate.subject,
        detail: `${listed(rows.map((row) => seenAs(alternate, row)))}, while ${listed(open.map((row) => seenAs(primary, row)))}.`,
        quote: connectQuote(first.outcome),
        evidence: [...rows, ...open].map(({ id }) => id),
        confidence: 0.9,
        ruledOut: contrast(view, alternate),
        fill: { ADDRESS: first.outcome.address, PORT: String(alternate.port), HOST: view.consoleHost ?? '' },
        request: firewallRequest(
          view,
          rows.map((row) => ({
            host: alternate.host,
            address: row.outcome.address,
            port: alternate.port,
            why: why(alternate),
            seen: seenAs(alternate, row),
          })),
        ),
      },
    ];
  },
};

/** Causes between this machine and a port that does not open. */
export const TCP_RULES: readonly Rule[] = [
  ipv6Broken,
  addressDead,
  alternatePortBlocked,
  portClosed,
  firewallRejects,
  hostUnreachable,
  hostFiltered,
  portFiltered,
];
