import type { PictureStatus } from './picture.ts';
import { gravest, type PictureCheck, weightOf } from './picture-run.ts';

/** What stands on the map, in the order from top to bottom; `through-proxy` is the Console as the proxy reaches it. */
export const MAP_GROUPS = [
  'proxy',
  'through-proxy',
  'dns',
  'console',
  'relay',
  'advertised',
  'active-directory',
  'referral',
  'syslog',
  'ntp',
] as const;
export type MapGroupId = (typeof MAP_GROUPS)[number];

/** One end of a way: a port of a host, a resolver, or a whole host where a group has too many ports to show each. */
export interface MapRow {
  /** `443`, `514/UDP`; empty for a whole host and for a resolver. */
  readonly port: string;
  readonly host: string;
  readonly status: PictureStatus;
  /** The protocol that did not work, where one of several did not; the texts are the same in every language. */
  readonly layer: string;
  /** Ports of a whole host, and how many of them did not work; 1 and 0 or 1 for one port. */
  readonly ports: number;
  readonly troubled: number;
  /** Rows that this one stands for besides its own, where there was no room for them. */
  readonly more: number;
  readonly reason: string;
  readonly checkIds: readonly string[];
}

/** What belongs together on the map. */
export interface MapGroup {
  readonly id: MapGroupId;
  readonly rows: readonly MapRow[];
}

/** Most rows of a group that are shown one by one; beyond it a host has one row for all of its ports. */
const MOST_PORTS = 9;
/** Most hosts of a group; the last row stands for those beyond, gravest first. */
const MOST_HOSTS = 20;

const GROUP_OF: Readonly<Record<string, MapGroupId>> = {
  console: 'console',
  responder: 'console',
  relay: 'relay',
  proxy: 'proxy',
  advertised: 'advertised',
  'active-directory': 'active-directory',
  referral: 'referral',
  syslog: 'syslog',
  ntp: 'ntp',
};

const LAYERS: Readonly<Record<string, string>> = {
  tcp: 'TCP',
  tls: 'TLS',
  'tls-hello': 'TLS',
  http: 'HTTP',
  'api-token': 'API',
  'plain-http': 'HTTP',
  nats: 'NATS',
  ldap: 'LDAP',
  'ldap-bind': 'LDAP',
  cldap: 'LDAP',
  syslog: 'Syslog',
  'syslog-message': 'Syslog',
  proxy: 'CONNECT',
  ntp: 'NTP',
};

interface Spot {
  readonly group: MapGroupId;
  readonly port: string;
  readonly host: string;
}

/** Where on the map a check belongs; undefined for one that says nothing of a way, such as the control on an unused port. */
function spotOf({ probe, subject, target, outcome }: PictureCheck): Spot | undefined {
  if (probe === 'none') return undefined;
  if (outcome?.kind === 'resolver' || outcome?.kind === 'srv') {
    const { address, port } = outcome.resolver;
    return { group: 'dns', port: port === 53 ? '' : String(port), host: address };
  }
  if (probe === 'resolver' || probe === 'srv')
    return { group: 'dns', port: '', host: target.split(' at ').at(-1) ?? target };
  const [service = '', rest = ''] = subject.split(':', 2);
  const group = Object.hasOwn(GROUP_OF, service) ? GROUP_OF[service] : undefined;
  if (group === undefined) return undefined;
  if (probe === 'proxy') return { group: 'through-proxy', ...endOf(target) };
  if (group === 'ntp') return { group, port: '', host: target };
  // Without a port it is about names, settings or this machine.
  return rest === '' ? undefined : { group, port: rest.toUpperCase(), host: endOf(target).host };
}

/** `10.0.0.5:443` as host and port, IPv6 in brackets; a text that has no port is a host. */
function endOf(target: string): { readonly host: string; readonly port: string } {
  const match = /^(.*):(\d{1,5})$/.exec(target);
  const host = match?.[1] ?? target;
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: match?.[2] ?? '' };
}

/** The places of a site that a run looked at, from its checks. A group without any is left out. */
export function mapGroups(checks: readonly PictureCheck[]): MapGroup[] {
  const byGroup = new Map<MapGroupId, Map<string, { spot: Spot; checks: PictureCheck[] }>>();
  for (const check of checks) {
    const spot = spotOf(check);
    if (spot === undefined) continue;
    const rows = byGroup.get(spot.group) ?? new Map();
    byGroup.set(spot.group, rows);
    const key = `${spot.host}\n${spot.port}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { spot, checks: [check] });
    else row.checks.push(check);
  }
  return MAP_GROUPS.flatMap((id) => {
    const rows = byGroup.get(id);
    if (rows === undefined) return [];
    return [
      { id, rows: bounded(inOrder([...rows.values()].map(({ spot, checks: own }) => portRow(spot, own)))) },
    ];
  });
}

/** Hosts in the order in which they came, the ports of each by number. */
function inOrder(rows: readonly MapRow[]): MapRow[] {
  const hosts = [...new Set(rows.map(({ host }) => host))];
  const place = new Map(hosts.map((host, index) => [host, index]));
  return rows.toSorted(
    (one, other) =>
      (place.get(one.host) ?? 0) - (place.get(other.host) ?? 0) ||
      (Number.parseInt(one.port, 10) || 0) - (Number.parseInt(other.port, 10) || 0),
  );
}

function portRow({ port, host }: Spot, checks: readonly PictureCheck[]): MapRow {
  const status = gravest(checks.map((check) => check.status));
  const telling = checks.find((check) => check.status === status);
  const isTroubled = status === 'failed' || status === 'warned' || status === 'error';
  return {
    port,
    host,
    status,
    layer: isTroubled && telling !== undefined && checks.length > 1 ? (LAYERS[telling.probe] ?? '') : '',
    ports: 1,
    troubled: status === 'failed' || status === 'error' ? 1 : 0,
    more: 0,
    reason: telling?.reason ?? '',
    checkIds: checks
      .toSorted((one, other) => weightOf(one.status) - weightOf(other.status))
      .map(({ id }) => id)
      .slice(0, 20),
  };
}

function bounded(rows: readonly MapRow[]): readonly MapRow[] {
  if (rows.length <= MOST_PORTS) return rows;
  const hosts = new Map<string, MapRow[]>();
  for (const row of rows) {
    const own = hosts.get(row.host);
    if (own === undefined) hosts.set(row.host, [row]);
    else own.push(row);
  }
  const merged = [...hosts.values()].map((own) => mergedRow(own));
  if (merged.length <= MOST_HOSTS) return merged;
  const byWeight = merged.toSorted((one, other) => weightOf(one.status) - weightOf(other.status));
  const shown = new Set(byWeight.slice(0, MOST_HOSTS - 1));
  const others = merged.filter((row) => !shown.has(row));
  return [...merged.filter((row) => shown.has(row)), { ...mergedRow(others), host: '', more: others.length }];
}

function mergedRow(rows: readonly MapRow[]): MapRow {
  const status = gravest(rows.map((row) => row.status));
  const telling = rows.find((row) => row.status === status);
  const [only] = rows;
  return {
    port: rows.length === 1 ? (only?.port ?? '') : '',
    host: only?.host ?? '',
    status,
    layer: '',
    ports: rows.reduce((sum, row) => sum + row.ports, 0),
    troubled: rows.reduce((sum, row) => sum + row.troubled, 0),
    more: 0,
    reason: telling?.reason ?? '',
    checkIds: (telling === undefined ? rows : [telling, ...rows.filter((row) => row !== telling)])
      .flatMap((row) => row.checkIds)
      .slice(0, 20),
  };
}
