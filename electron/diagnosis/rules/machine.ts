import type { CauseId } from '../../contract/cause-ids.ts';
import { endpoint, listed } from '../../contract/spoken.ts';
import { routeTo, type SeenRoute } from '../machine-view.ts';
import type { Rule, Sighting } from '../rule.ts';
import { isOpen, type PortView, type Seen, type SiteView, servicePorts } from '../site-view.ts';

/** What silence behind a VPN looks like while the VPN is not thought of. */
const SILENCE: readonly CauseId[] = [
  'port-filtered',
  'host-filtered',
  'host-unreachable',
  'firewall-rejects',
  'alternate-port-blocked',
  'real-time-port-blocked',
  'syslog-udp-unconfirmed',
];

const isTunnel = ({ interfaceKind }: SeenRoute): boolean =>
  interfaceKind === 'vpn' || interfaceKind === 'tunnel';

/** An answer of any kind came from the address: the way there and back works. */
const hasAnswered = (view: SiteView, address: string): boolean =>
  view.tcp.some(
    ({ outcome }) => outcome.address === address && (outcome.code === 'open' || outcome.code === 'refused'),
  );

const isWithoutAnswer = ({ outcome: { code, origin } }: Seen<'tcp'>): boolean =>
  code === 'filtered' || code === 'rejected' || (code === 'unreachable' && origin !== 'this-machine');

/**
 * A VPN that works is healthy. It is named where nothing that goes through it answers; or where something of the site is reached
 * through it and a silent target goes by another way.
 */
const vpnRoute: Rule = {
  cause: 'vpn-route',
  explains: SILENCE,
  see: (view) =>
    servicePorts(view).flatMap((port): Sighting[] => {
      const rows = silentRows(view, port);
      const [first] = rows;
      const route = first === undefined ? undefined : routeTo(view.machine, first.outcome.address);
      if (first === undefined || route === undefined || route.isLocal) return [];
      const told = isTunnel(route) ? through(view, route) : around(view, route);
      if (told === undefined) return [];
      return [
        {
          subject: port.subject,
          detail: `${listed(rows.map(({ outcome }) => endpoint(outcome.address, outcome.port)))} did not answer, and this machine goes there by ${wayOf(route)}. ${told.detail}`,
          evidence: [...rows.map(({ id }) => id), route.id],
          confidence: told.confidence,
          ruledOut: told.ruledOut,
          // The catalogue's warning is for a site that works in spite of it.
          severity: isOpen(port) ? 'warning' : 'error',
          fill: { ADDRESS: first.outcome.address, PORT: String(port.port), HOST: port.host },
        },
      ];
    }),
};

/** Rows of one address that never answered, on this port and, for the Console, on the one for real-time tasks. */
function silentRows(view: SiteView, port: PortView): Seen<'tcp'>[] {
  const silent = port.ends.flatMap(({ tcp }) =>
    tcp !== undefined && isWithoutAnswer(tcp) && !hasAnswered(view, tcp.outcome.address) ? [tcp] : [],
  );
  const address = silent[0]?.outcome.address;
  const realTime = port.role === 'syslog' ? [] : (view.realTime?.ends ?? []);
  return [
    ...silent.filter(({ outcome }) => outcome.address === address),
    ...realTime.flatMap(({ tcp }) =>
      tcp !== undefined && tcp.outcome.address === address && !silent.includes(tcp) ? [tcp] : [],
    ),
  ];
}

interface Told {
  readonly detail: string;
  readonly confidence: number;
  readonly ruledOut: readonly string[];
}

function through(view: SiteView, route: SeenRoute): Told | undefined {
  const { routes } = view.machine;
  const beside = routes.filter((other) => other.interfaceName === route.interfaceName);
  // Something behind the same VPN answers: the VPN works, and the target is the fault.
  if (beside.some(({ address }) => hasAnswered(view, address))) return undefined;
  const elsewhere = answering(view, (other) => other.interfaceName !== route.interfaceName && !other.isLocal);
  return {
    detail:
      elsewhere.length === 0
        ? 'Nothing of the site that goes through this VPN answers; nothing else of the site shows whether the network beyond works.'
        : `Nothing of the site that goes through this VPN answers, while ${listed(elsewhere)} answers by another interface.`,
    confidence: elsewhere.length === 0 ? 0.55 : 0.75,
    ruledOut: elsewhere.map((address) => `not the whole network: ${address} answers without the VPN`),
  };
}

function around(view: SiteView, route: SeenRoute): Told | undefined {
  const tunnels = view.machine.routes.filter((other) => isTunnel(other) && hasAnswered(view, other.address));
  const [tunnel] = tunnels;
  // A target on the same link needs no VPN.
  if (tunnel === undefined || route.gateway === undefined) return undefined;
  return {
    detail: `${listed(tunnels.map(({ address }) => address))} of the same site answers through ${wayOf(tunnel)}; the route to ${route.address} does not lead into it.`,
    confidence: 0.55,
    ruledOut: [`not the VPN itself: ${tunnel.address} answers through it`],
  };
}

const answering = (view: SiteView, fits: (route: SeenRoute) => boolean): string[] => [
  ...new Set(
    view.machine.routes
      .filter((route) => fits(route) && hasAnswered(view, route.address))
      .map(({ address }) => address),
  ),
];

function wayOf({ interfaceName = 'an interface', interfaceKind, product, sourceAddress }: SeenRoute): string {
  const what = product ?? (interfaceKind === 'vpn' ? 'a VPN' : 'a tunnel');
  const isVpn = interfaceKind === 'vpn' || interfaceKind === 'tunnel';
  return `${interfaceName}${isVpn ? ` (${what})` : ''}${sourceAddress === undefined ? '' : ` from ${sourceAddress}`}`;
}

const bundleNotWritable: Rule = {
  cause: 'bundle-not-writable',
  explains: [],
  see: ({ machine: { folder, volumes } }) => {
    const full = volumes.find(({ role, isFull }) => role === 'airway' && isFull);
    // A folder that did not answer in time may take files all the same.
    const isRefused =
      folder !== undefined && folder.outcome.code !== 'writable' && folder.outcome.errno !== 'ETIMEDOUT';
    if (!isRefused && full === undefined) return [];
    const path = folder?.outcome.path ?? full?.path ?? '';
    const other = folder?.outcome.otherFolder;
    const why = isRefused
      ? `${path} took no file (${folder.outcome.errno ?? folder.outcome.code}): this run is not kept on this machine.`
      : `There is next to no space left on the volume of ${path}.`;
    return [
      {
        subject: 'host',
        detail: `${why}${other === undefined ? '' : ` ${other} takes files: save the bundle there.`}`,
        evidence: [...(isRefused ? [folder.id] : []), ...(full === undefined ? [] : [full.id])],
        confidence: isRefused ? 0.95 : 0.6,
        // Nothing of the site is broken by it, and the results are on the screen.
        severity: 'warning',
        fill: { FOLDER: path },
      },
    ];
  },
};

/** Causes of this machine that show only together with what else was seen. */
export const MACHINE_RULES: readonly Rule[] = [bundleNotWritable, vpnRoute];
