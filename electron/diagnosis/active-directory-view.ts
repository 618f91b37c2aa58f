import type { LdapOutcome, LdapResult } from '../contract/outcomes/ldap.ts';
import type { Profile } from '../contract/profile.ts';
import type { PortView, Seen } from './site-view.ts';

/** Everything that was seen of one address of a domain controller. */
export interface Controller {
  /** The name that led to the address; the address itself where the profile gives no name. */
  readonly name: string;
  readonly address: string;
  /** TCP to the port of plain LDAP and to that of LDAPS; where both are one port only the latter. */
  readonly tcp?: Seen<'tcp'>;
  readonly tcpTls?: Seen<'tcp'>;
  /** The rootDSE in clear, and by the security that the profile names; the same row where that is `plain`. */
  readonly clear?: Seen<'ldap'>;
  readonly wanted?: Seen<'ldap'>;
  readonly tls?: Seen<'tls'>;
  readonly ping?: Seen<'cldap'>;
}

/** The directory with all domain controllers that were found. */
export interface DirectoryView {
  readonly security: LdapOutcome['security'];
  readonly domain?: string;
  /** True where the profile names its domain controllers; else DNS had to. */
  readonly isNamed: boolean;
  readonly controllers: readonly Controller[];
  readonly bind?: Seen<'ldap-bind'>;
  /** Who are the domain controllers of the whole domain, by each resolver. */
  readonly records: readonly Seen<'srv'>[];
  /** Who are those of the site that this machine is in. */
  readonly siteRecords: readonly Seen<'srv'>[];
  readonly lookups: readonly Seen<'system-lookup'>[];
  /** Servers that the directory refers to. */
  readonly referred: readonly Seen<'tcp'>[];
  readonly referredLookups: readonly Seen<'system-lookup'>[];
}

/** Rows of the whole run, from which those of this step are taken. */
interface Rows {
  readonly tcp: readonly Seen<'tcp'>[];
  readonly tls: readonly Seen<'tls'>[];
  readonly ldap: readonly Seen<'ldap'>[];
  readonly binds: readonly Seen<'ldap-bind'>[];
  readonly pings: readonly Seen<'cldap'>[];
  readonly srv: readonly Seen<'srv'>[];
  readonly lookups: readonly Seen<'system-lookup'>[];
}

/** True for a connection to a server that a directory refers to, which is none of the services that the profile names. */
export const isReferred = ({ subject }: { readonly subject: string }): boolean =>
  subject.split(':')[0] === 'referral';

/** Arranges the rows of the Active Directory step; undefined where the profile has no such section. */
export function viewDirectory({ activeDirectory }: Profile, all: Rows): DirectoryView | undefined {
  if (activeDirectory === undefined) return undefined;
  const { security, domain, servers = [], ports } = activeDirectory;
  const asked = { security, tlsPort: ports?.ldaps ?? 636 };
  const ofStep = <R extends Seen<'tcp'> | Seen<'tls'> | Seen<'system-lookup'>>(rows: readonly R[]): R[] =>
    rows.filter(({ check }) => check.step === 'active-directory');
  const tcp = ofStep(all.tcp);
  const lookups = ofStep(all.lookups);
  const records = all.srv.filter(({ outcome }) => outcome.site === undefined);
  const own = {
    tcp: tcp.filter((row) => !isReferred(row)),
    tls: ofStep(all.tls),
    ldap: all.ldap,
    pings: all.pings,
  };
  const addresses = new Set(own.tcp.map(({ outcome }) => outcome.address));
  const [bind] = all.binds;
  return {
    security,
    ...(domain === undefined ? {} : { domain }),
    isNamed: servers.length > 0,
    controllers: [...addresses].map((address) =>
      viewController(address, nameOf(address, records, lookups), asked, own),
    ),
    ...(bind === undefined ? {} : { bind }),
    records,
    siteRecords: all.srv.filter(({ outcome }) => outcome.site !== undefined),
    lookups: lookups.filter((row) => !isReferred(row)),
    referred: tcp.filter(isReferred),
    referredLookups: lookups.filter(isReferred),
  };
}

/** The name by which a client comes to the address. */
function nameOf(
  address: string,
  records: DirectoryView['records'],
  lookups: DirectoryView['lookups'],
): string {
  const targets = records.flatMap(({ outcome }) => outcome.targets);
  const found = lookups.find(({ outcome }) => outcome.addresses.some((one) => one.address === address));
  return (
    targets.find(({ addresses }) => addresses.includes(address))?.target ?? found?.outcome.hostname ?? address
  );
}

function viewController(
  address: string,
  name: string,
  { security, tlsPort }: Pick<DirectoryView, 'security'> & { readonly tlsPort: number },
  rows: Pick<Rows, 'tcp' | 'tls' | 'ldap' | 'pings'>,
): Controller {
  const here = <R extends { readonly outcome: { readonly address: string } }>(all: readonly R[]): R[] =>
    all.filter(({ outcome }) => outcome.address === address);
  const looks = here(rows.ldap);
  const clear = looks.find(({ outcome }) => outcome.security === 'plain');
  const wanted = looks.find(({ outcome }) => outcome.security === security);
  const [ping] = here(rows.pings);
  const [tls] = here(rows.tls);
  const connections = here(rows.tcp);
  const tcp = connections.find(({ outcome }) => outcome.port !== tlsPort);
  const tcpTls = connections.find(({ outcome }) => outcome.port === tlsPort);
  const shaken = tls ?? (wanted === undefined ? undefined : asHandshake(wanted));
  return {
    name,
    address,
    ...(tcp === undefined ? {} : { tcp }),
    ...(tcpTls === undefined ? {} : { tcpTls }),
    ...(clear === undefined ? {} : { clear }),
    ...(wanted === undefined ? {} : { wanted }),
    ...(shaken === undefined ? {} : { tls: shaken }),
    ...(ping === undefined ? {} : { ping }),
  };
}

/** The handshake after STARTTLS has no row of its own; what was seen of it stands in the row of the rootDSE. */
function asHandshake(row: Seen<'ldap'>): Seen<'tls'> | undefined {
  const { address, port, expectedName, security, tls, bytesReceived, elapsedMs } = row.outcome;
  if (tls === undefined || security !== 'starttls') return undefined;
  return {
    ...row,
    outcome: {
      kind: 'tls',
      address,
      port,
      servername: expectedName,
      expectedName,
      ...tls,
      bytesReceived,
      raw: [],
      timings: {},
      elapsedMs,
    },
  };
}

/** TCP to the port that the profile's security uses. */
export const wantedTcp = (
  { security }: DirectoryView,
  { tcp, tcpTls }: Controller,
): Seen<'tcp'> | undefined => (security === 'ldaps' ? (tcpTls ?? tcp) : tcp);

/** True when TCP opened on the port that the profile's security uses. */
export const isReached = (view: DirectoryView, controller: Controller): boolean =>
  wantedTcp(view, controller)?.outcome.code === 'open';

/** True when TCP opened on either port. */
export const isAlive = ({ tcp, tcpTls }: Controller): boolean =>
  tcp?.outcome.code === 'open' || tcpTls?.outcome.code === 'open';

/** What the controller says of itself, by whichever way it said so. */
export const rootDseOf = ({ wanted, clear }: Controller): LdapOutcome['rootDse'] =>
  wanted?.outcome.rootDse ?? clear?.outcome.rootDse;

/** LDAP_CAP_ACTIVE_DIRECTORY_OID, [MS-ADTS] §3.1.1.3.4.3.1. */
const ACTIVE_DIRECTORY = '1.2.840.113556.1.4.800';

/** Whether a root entry is that of a domain controller; undefined when there is none to judge by. */
export function isActiveDirectory(controller: Controller): boolean | undefined {
  const rootDse = rootDseOf(controller);
  if (rootDse === undefined) return undefined;
  return (
    rootDse.supportedCapabilities.includes(ACTIVE_DIRECTORY) ||
    (rootDse.defaultNamingContext !== undefined && rootDse.dnsHostName !== undefined)
  );
}

/** The DNS name of a domain by its distinguished name: `DC=example,DC=com` is `example.com`. */
export function domainOf(dn: string | undefined): string | undefined {
  const labels = (dn ?? '').split(',').map((part) => /^\s*dc\s*=\s*([^\s]+)\s*$/i.exec(part)?.[1]);
  return labels.length > 0 && labels.every((label) => label !== undefined)
    ? labels.join('.').toLowerCase()
    : undefined;
}

/**
 * The port that the profile's security uses, as the rules of TCP and TLS look at it: one view for each domain controller by name,
 * or one for all together where none of them is reached. Of addresses that only the domain's own name led to nothing is told.
 */
export function directoryPorts(directory: DirectoryView | undefined): readonly PortView[] {
  if (directory === undefined || isFoundByDomainOnly(directory)) return [];
  const reached = directory.controllers.some((controller) => isReached(directory, controller));
  const groups = new Map<string, Controller[]>();
  for (const controller of directory.controllers) {
    // One that does not answer at all has a cause of its own while others do.
    if (reached && !directory.controllers.some((one) => one.name === controller.name && isAlive(one)))
      continue;
    const key = reached ? controller.name : '';
    groups.set(key, [...(groups.get(key) ?? []), controller]);
  }
  return [...groups.values()].flatMap((controllers) => portOf(directory, controllers));
}

function portOf(directory: DirectoryView, controllers: readonly Controller[]): PortView[] {
  const rows = controllers.flatMap((controller) => {
    const tcp = wantedTcp(directory, controller);
    return tcp === undefined ? [] : [{ controller, tcp }];
  });
  const [first] = rows;
  if (first === undefined) return [];
  const { subject, outcome } = first.tcp;
  return [
    {
      subject,
      host: first.controller.name,
      port: outcome.port,
      role: 'directory',
      ends: rows.map(({ controller: { address, tls }, tcp }) => ({
        address,
        port: outcome.port,
        tcp,
        ...(tls === undefined ? {} : { tls }),
      })),
    },
  ];
}

/** True where no service record was found and the domain's own name had to do, which may lead to any other server. */
export const isFoundByDomainOnly = ({ isNamed, records }: DirectoryView): boolean =>
  !isNamed && records.length > 0 && records.every(({ outcome }) => outcome.targets.length === 0);

/**
 * The domain controllers that tell of the directory: all of them, or, where only the domain's own name led to servers, those of
 * them that are domain controllers.
 */
export const tellingControllers = (directory: DirectoryView | undefined): readonly Controller[] =>
  directory === undefined || !isFoundByDomainOnly(directory)
    ? (directory?.controllers ?? [])
    : directory.controllers.filter((controller) => isActiveDirectory(controller) === true);

/** The clock of a domain controller beside this machine's, as its root entry told it. */
export interface DirectoryClock {
  readonly controller: Controller;
  readonly row: Seen<'ldap'>;
  readonly offsetMs: number;
}

/** What the domain controllers say of the time. */
export const directoryClocks = (directory: DirectoryView | undefined): DirectoryClock[] =>
  tellingControllers(directory).flatMap((controller) => {
    const row = [controller.wanted, controller.clear].find(
      (look) => look?.outcome.clockOffsetMs !== undefined,
    );
    const offsetMs = row?.outcome.clockOffsetMs;
    return row === undefined || offsetMs === undefined ? [] : [{ controller, row, offsetMs }];
  });

/** The result of an operation, the last of its kind. */
export const resultOf = (
  { results }: LdapOutcome,
  ...operations: readonly LdapResult['operation'][]
): LdapResult | undefined => results.findLast(({ operation }) => operations.includes(operation));
