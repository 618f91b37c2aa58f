import type { OutcomeKind, OutcomeOf } from '../contract/outcomes/outcome.ts';
import { consolePorts, type Profile } from '../contract/profile.ts';
import { type CheckState, checksInOrder, type RunState } from '../contract/run-state.ts';
import { type DirectoryView, directoryPorts, isReferred, viewDirectory } from './active-directory-view.ts';
import { type MachineView, viewMachine } from './machine-view.ts';
import { type ProxyView, viewProxies, withProxiedEnds } from './proxy-view.ts';
import { type SyslogTestView, viewSyslogTest } from './syslog-test-view.ts';
import { viewWay, type WayView } from './way-view.ts';

/** A finished check with the outcome that it observed. */
export interface Seen<K extends OutcomeKind> {
  readonly id: string;
  readonly subject: string;
  readonly check: Extract<CheckState, { phase: 'finished' }>;
  readonly outcome: OutcomeOf<K>;
  /** The proxy that it was seen through; absent where it was seen directly. */
  readonly via?: string;
}

/** Everything that was seen of one address on one port. */
interface End {
  readonly address: string;
  readonly port: number;
  readonly tcp?: Seen<'tcp'>;
  readonly tls?: Seen<'tls'>;
  readonly http?: Seen<'http'>;
  readonly token?: Seen<'api-token'>;
  readonly nats?: Seen<'nats'>;
}

/** One service port of the site with all addresses behind its name. */
export interface PortView {
  readonly subject: string;
  /** The name or address that the profile gives for the service. */
  readonly host: string;
  readonly port: number;
  readonly role: 'primary' | 'alternate' | 'tasks' | 'syslog' | 'relay' | 'directory';
  readonly ends: readonly End[];
}

/** Everything that was seen of one address of the syslog receiver. */
export interface SyslogEnd {
  readonly address: string;
  readonly port: number;
  /** By the transport that the profile names. */
  readonly reach?: Seen<'syslog'>;
  /** TCP to the port: the first link of TCP and TLS, and a control beside UDP. */
  readonly tcp?: Seen<'tcp'>;
  /** UDP as a control, where TCP did not open. */
  readonly controlUdp?: Seen<'syslog'>;
}

/** The syslog receiver with all addresses behind its name. */
export interface SyslogView {
  readonly subject: string;
  readonly host: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly ends: readonly SyslogEnd[];
  readonly lookups: readonly Seen<'system-lookup'>[];
}

/** A run arranged as rules look at it. Built once for each diagnosis; holds only what was seen. */
export interface SiteView {
  readonly profile: Profile;
  readonly state: RunState;
  /** The Console's address as the profile gives it. */
  readonly consoleHost?: string;
  /** The Console's ports for HTTPS. */
  readonly ports: readonly PortView[];
  /** The port for real-time tasks, where the Responder step is about one. */
  readonly realTime?: PortView;
  /** The relay that Responders are to use, where the profile names one. */
  readonly relay?: PortView;
  readonly relayLookups: readonly Seen<'system-lookup'>[];
  readonly syslog?: SyslogView;
  readonly directory?: DirectoryView;
  readonly syslogTest?: SyslogTestView;
  readonly proxies: readonly ProxyView[];
  /** Lookups of the Console's name. */
  readonly lookups: readonly Seen<'system-lookup'>[];
  readonly resolvers: readonly Seen<'resolver'>[];
  /** Every connection to a service of the site; those to addresses that NATS advertises are in `advertised`. */
  readonly tcp: readonly Seen<'tcp'>[];
  /** Connections to other addresses that the NATS server tells its clients to use. */
  readonly advertised: readonly Seen<'tcp'>[];
  /** Connections to a port that nobody uses, one an address. */
  readonly controls: readonly Seen<'tcp'>[];
  readonly tls: readonly Seen<'tls'>[];
  readonly hellos: readonly Seen<'tls-hello'>[];
  readonly http: readonly Seen<'http'>[];
  readonly tokens: readonly Seen<'api-token'>[];
  readonly host?: Seen<'host'>;
  readonly machine: MachineView;
  readonly way: WayView;
}

/** Arranges a run for the rules; undefined while the run has not begun. */
export function viewSite(state: RunState): SiteView | undefined {
  if (state.run === null) return undefined;
  const { profile } = state.run;
  const finished = checksInOrder(state).flatMap((check) => (check.phase === 'finished' ? [check] : []));
  const seen = <K extends OutcomeKind>(kind: K): Seen<K>[] =>
    finished.flatMap((check) =>
      check.outcome?.kind === kind
        ? [{ id: check.id, subject: check.subject, check, outcome: check.outcome as OutcomeOf<K> }]
        : [],
    );
  const connections = seen('tcp');
  const isAdvertised = ({ subject }: Seen<'tcp'>): boolean => subject.startsWith('advertised:');
  const isControl = ({ subject }: Seen<'tcp'>): boolean => subject.startsWith('control:');
  const tcp = connections.filter((row) => !isAdvertised(row) && !isReferred(row) && !isControl(row));
  const tls = seen('tls');
  const http = seen('http');
  const tokens = seen('api-token');
  const [host] = seen('host');
  const lookups = seen('system-lookup');
  const ofSyslog = lookups.filter(({ check }) => check.step === 'syslog');
  const syslog = viewSyslog(profile, seen('syslog'), tcp, ofSyslog);
  const syslogTest = viewSyslogTest(state, seen('syslog-message'), tls);
  const consoleHost = profile.console?.address;
  const layers = { tcp, tls, http, tokens, nats: seen('nats') };
  const ways = seen('proxy');
  const ports = consoleHost === undefined ? [] : viewPorts(profile, consoleHost, layers);
  const realTime = viewRealTime(profile, layers);
  const relay = profile.responder?.relay;
  const directory = viewDirectory(profile, {
    tcp: connections,
    tls,
    ldap: seen('ldap'),
    binds: seen('ldap-bind'),
    pings: seen('cldap'),
    srv: seen('srv'),
    lookups,
  });
  return {
    profile,
    state,
    ...(consoleHost === undefined ? {} : { consoleHost }),
    ports: ports.map((port) => withProxiedEnds(port, ways)),
    ...(realTime === undefined ? {} : { realTime: withProxiedEnds(realTime, ways) }),
    proxies: viewProxies(profile, finished, { tcp, lookups, ways }),
    ...(relay === undefined
      ? {}
      : { relay: viewPort(layers, { service: 'relay', host: relay, port: RELAY_PORT, role: 'relay' }) }),
    relayLookups: lookups.filter((row) => row.subject === 'relay'),
    ...(syslog === undefined ? {} : { syslog }),
    ...(syslogTest === undefined ? {} : { syslogTest }),
    ...(directory === undefined ? {} : { directory }),
    lookups: lookups.filter(
      (row) => row.subject === 'dns' && !ofSyslog.includes(row) && row.check.step !== 'active-directory',
    ),
    resolvers: seen('resolver'),
    tcp,
    advertised: connections.filter(isAdvertised),
    controls: connections.filter(isControl),
    tls,
    hellos: seen('tls-hello'),
    http,
    tokens,
    ...(host === undefined ? {} : { host }),
    machine: viewMachine(state, seen),
    way: viewWay(seen),
  };
}

/** A relay speaks HTTPS in the Console's place. */
const RELAY_PORT = 443;

type Layers = Pick<SiteView, 'tcp' | 'tls' | 'http' | 'tokens'> & { readonly nats: readonly Seen<'nats'>[] };

function viewPorts(profile: Profile, host: string, layers: Layers): PortView[] {
  const { primary, alternate } = consolePorts(profile);
  const wanted = [
    { port: primary, role: 'primary' as const },
    ...(alternate === null || alternate === primary ? [] : [{ port: alternate, role: 'alternate' as const }]),
  ];
  return wanted.map(({ port, role }) => viewPort(layers, { service: 'console', host, port, role }));
}

function viewRealTime(profile: Profile, layers: Layers): PortView | undefined {
  const { tasks: port } = consolePorts(profile);
  if (profile.responder === undefined || profile.console === undefined || port === null) return undefined;
  return viewPort(layers, { service: 'responder', host: profile.console.address, port, role: 'tasks' });
}

function viewPort(
  layers: Layers,
  { service, host, port, role }: Pick<PortView, 'host' | 'port' | 'role'> & { readonly service: string },
): PortView {
  const subject = `${service}:${port}`;
  const addresses = new Set(
    layers.tcp.flatMap(({ subject: of, outcome }) => (of === subject ? [outcome.address] : [])),
  );
  const ends = [...addresses].map((address) => endOf(layers, subject, address, port));
  return { subject, host, port, role, ends };
}

function endOf(layers: Layers, subject: string, address: string, port: number): End {
  const at = <S extends { subject: string; outcome: { address: string } }>(
    rows: readonly S[],
  ): S | undefined => rows.find((row) => row.subject === subject && row.outcome.address === address);
  const [tcp, tls, http, token] = [at(layers.tcp), at(layers.tls), at(layers.http), at(layers.tokens)];
  const nats = at(layers.nats);
  return {
    address,
    port,
    ...(tcp === undefined ? {} : { tcp }),
    ...(tls === undefined ? {} : { tls }),
    ...(http === undefined ? {} : { http }),
    ...(token === undefined ? {} : { token }),
    ...(nats === undefined ? {} : { nats }),
  };
}

function viewSyslog(
  { syslog }: Profile,
  reached: readonly Seen<'syslog'>[],
  tcp: readonly Seen<'tcp'>[],
  lookups: SyslogView['lookups'],
): SyslogView | undefined {
  if (syslog === undefined) return undefined;
  const { address: host, port, transport } = syslog;
  const ofStep = tcp.filter(({ check }) => check.step === 'syslog');
  const addresses = new Set([...reached, ...ofStep].map(({ outcome }) => outcome.address));
  const ends = [...addresses].map((address): SyslogEnd => {
    const here = reached.filter(({ outcome }) => outcome.address === address);
    const reach = here.find(({ outcome }) => outcome.transport === transport);
    const controlUdp = here.find(({ outcome }) => outcome.transport === 'udp' && transport !== 'udp');
    const opened = ofStep.find(({ outcome }) => outcome.address === address);
    return {
      address,
      port,
      ...(reach === undefined ? {} : { reach }),
      ...(opened === undefined ? {} : { tcp: opened }),
      ...(controlUdp === undefined ? {} : { controlUdp }),
    };
  });
  return {
    subject: `syslog:${port}${transport === 'udp' ? '/udp' : ''}`,
    host,
    port,
    transport,
    ends,
    lookups,
  };
}

/** The receiver as a TCP port; with UDP, what TCP to the same port showed as a control. */
export function syslogPort({ syslog }: SiteView): PortView | undefined {
  if (syslog === undefined) return undefined;
  const { subject, host, port, ends } = syslog;
  return {
    subject,
    host,
    port,
    role: 'syslog',
    ends: ends.map(({ address, tcp }) => ({ address, port, ...(tcp === undefined ? {} : { tcp }) })),
  };
}

/**
 * Every port on which causes of TCP are concluded: the Console's, or where none of them was tried the one for real-time tasks,
 * which has a cause of its own beside them; that of the relay; unless it is sent by UDP, that of the syslog receiver; and that
 * of the directory.
 */
export function servicePorts(view: SiteView): readonly PortView[] {
  const { ports, realTime, relay } = view;
  const own = realTime === undefined || ports.some(({ ends }) => ends.length > 0) ? ports : [realTime];
  const syslog = view.syslog?.transport === 'udp' ? undefined : syslogPort(view);
  return [
    ...own,
    ...(relay === undefined ? [] : [relay]),
    ...(syslog === undefined ? [] : [syslog]),
    ...directoryPorts(view.directory),
  ];
}

/** Every port on which HTTPS is spoken: the Console's and the relay's. */
export const httpsPorts = ({ ports, relay }: SiteView): readonly PortView[] =>
  relay === undefined ? ports : [...ports, relay];

/** True when TCP opened on at least one address of the port. */
export const isOpen = (port: PortView): boolean => port.ends.some(({ tcp }) => tcp?.outcome.code === 'open');

/** True when this machine's own lookup found the Console's name. */
export const isResolved = ({ lookups }: Pick<SiteView, 'lookups'>): boolean =>
  lookups.some(({ outcome }) => outcome.code === 'resolved');

/** The name came from the hosts file, so that DNS is not on the way to the Console at all. */
export const isFromHostsFile = (view: Pick<SiteView, 'lookups'>): boolean =>
  isResolved(view) && view.lookups.some(({ outcome }) => outcome.hostsFile.entries.length > 0);
