import type { Finding } from '../contract/findings.ts';
import { listed, said } from '../contract/spoken.ts';
import type { Cause } from './cause.ts';
import { opensEverything } from './path-view.ts';
import { isFromHostsFile, type Seen, type SiteView } from './site-view.ts';

/** What a finding is about, as far as its alternatives depend on it. */
export interface About {
  readonly cause: Pick<Cause, 'id' | 'group'>;
  readonly subject: Finding['subject'];
  readonly evidence: readonly string[];
  /** The address that the finding is about, where it is about one. */
  readonly address?: string | undefined;
}

/** A finding is believed when somebody sees what was looked at besides; more than this nobody reads. */
const ENOUGH = 4;

/**
 * What this run shows not to be the fault, from what lies below the cause: the name, the network of this machine, the way to the
 * host and the host as a whole. `own` is what the rule has ruled out itself, and stands first; of what it said nothing is repeated.
 */
export function ruledOut(view: SiteView, about: About, own: readonly string[]): string[] {
  const others = [notThePath, notDns, notTheResolver, notTheClock, notTheNetwork].flatMap((rule) => {
    const found = rule(view, about);
    return found === undefined || own.some((sentence) => isSaid(sentence, found)) ? [] : [found];
  });
  const all = [...own, ...others.slice(0, Math.max(0, ENOUGH - own.length))];
  return (all.length > 0 ? all : [notOffline(view, about) ?? []].flat()).slice(0, 12);
}

/** True where a sentence says what another would repeat: `not DNS: ...` twice, or once more that TCP opened. */
const isSaid = (sentence: string, found: string): boolean =>
  sentence.startsWith(found.split(':')[0] ?? found) ||
  (found.includes(': TCP to') && sentence.includes(': TCP to'));

type Look = (view: SiteView, about: About) => string | undefined;

const areaOf = (subject: string): string => subject.split(':')[0] ?? subject;

/** Causes in how a connection comes about; what they show is the path. */
const OF_THE_PATH: ReadonlySet<string> = new Set([
  'alternate-port-blocked',
  'real-time-port-blocked',
  'cldap-blocked',
  'domain-controller-dead',
  'syslog-udp-closed',
  'syslog-udp-unconfirmed',
  'proxy-down',
]);

const isOfThePath = ({ id, group }: About['cause']): boolean => group === 'tcp' || OF_THE_PATH.has(id);

const isTrulyOpen = (view: SiteView, { outcome }: Seen<'tcp'>): boolean =>
  outcome.code === 'open' && !opensEverything(view, outcome.address);

const opened = ({ check, outcome }: Seen<'tcp'>): string =>
  `${check.target} opened in ${said(outcome.elapsedMs)}`;

/** For what shows behind an open port. */
const notThePath: Look = (view, { cause, subject }) => {
  if (isOfThePath(cause) || ['dns', 'host', 'proxy'].includes(cause.group)) return undefined;
  const isOfService = (row: Seen<'tcp'>): boolean =>
    subject.includes(':')
      ? row.subject === subject.replace('/udp', '')
      : row.subject.startsWith(`${subject}:`);
  const rows = view.tcp.filter((row) => isOfService(row) && isTrulyOpen(view, row));
  if (cause.group === 'responder' && subject === 'responder') return notTheNetworkOfAsset(view);
  return rows.length === 0
    ? undefined
    : `not the network path: TCP to ${listed(rows.slice(0, 3).map(opened))}`;
};

function notTheNetworkOfAsset(view: SiteView): string | undefined {
  const rows = view.tcp.filter((row) => isTrulyOpen(view, row));
  return rows.length === 0
    ? undefined
    : `not the network: ${listed(rows.map(({ check }) => check.target))} opened from this asset`;
}

/** The lookups of the name that a subject is reached by. */
function lookupsOf(view: SiteView, subject: string): readonly Seen<'system-lookup'>[] {
  switch (areaOf(subject)) {
    case 'syslog':
      return view.syslog?.lookups ?? [];
    case 'relay':
      return view.relayLookups;
    case 'active-directory':
      return view.directory?.lookups ?? [];
    case 'proxy':
      return view.proxies.find((proxy) => proxy.subject === subject)?.lookups ?? [];
    default:
      return view.lookups;
  }
}

const notDns: Look = (view, { cause, subject, evidence }) => {
  if (cause.group === 'dns' || cause.id === 'clock-wrong' || cause.id === 'network-down') return undefined;
  const found = lookupsOf(view, subject).find(
    ({ id, outcome }) => outcome.code === 'resolved' && !evidence.includes(id),
  );
  if (found === undefined) return undefined;
  const { hostname, addresses } = found.outcome;
  const own = addresses.map(({ address }) => address);
  return `not DNS: ${hostname} resolves to ${listed(own)}${agreement(view, hostname, own)}`;
};

/** How many resolvers say the same, where more than one was asked and none says otherwise. */
function agreement(view: SiteView, hostname: string, own: readonly string[]): string {
  const asked = view.resolvers.filter(({ outcome }) => outcome.hostname === hostname);
  const agreeing = asked.filter(({ outcome }) => {
    const addresses = outcome.questions.flatMap((question) => question.addresses);
    return outcome.code === 'answered' && addresses.every((address) => own.includes(address));
  });
  if (isFromHostsFile(view) || agreeing.length < 2) return '';
  if (agreeing.length < asked.length) return `, and so at ${agreeing.length} of ${asked.length} resolvers`;
  return `, the same at ${agreeing.length === 2 ? 'both' : `all ${agreeing.length}`} resolvers`;
}

/** A resolver that answers, whatever it says, is reached; that one of several fails is not the fault of all. */
const notTheResolver: Look = (view, { cause, subject, evidence }) => {
  if (cause.group !== 'dns' && cause.id !== 'srv-records-missing') return undefined;
  const rows = [...view.resolvers, ...(view.directory?.records ?? [])].filter(({ outcome: { code } }) =>
    RESOLVER_ANSWERS.has(code),
  );
  const own = rows.find(({ id }) => evidence.includes(id));
  if (own !== undefined && subject !== 'host')
    return `not the way to the resolver: ${own.outcome.resolver.address} answered in ${said(own.outcome.elapsedMs)}`;
  const [other] = rows;
  return other === undefined
    ? undefined
    : `not every resolver: ${other.outcome.resolver.address} answered in ${said(other.outcome.elapsedMs)}`;
};

const RESOLVER_ANSWERS: ReadonlySet<string> = new Set([
  'answered',
  'no-data',
  'nxdomain',
  'servfail',
  'refused',
  'other-rcode',
  'tcp-blocked',
  'port-closed',
]);

/** Within this, a date in a certificate means the same on both sides. */
const SAME_TIME_MS = 60_000;

const DATED: ReadonlySet<string> = new Set([
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-expires-soon',
]);

const notTheClock: Look = ({ machine }, { cause }) => {
  const agreeing = machine.clocks.find(({ offsetMs }) => Math.abs(offsetMs) <= SAME_TIME_MS);
  if (!DATED.has(cause.id) || agreeing === undefined) return undefined;
  return `not this machine's clock: it differs from that of ${agreeing.target} by ${said(Math.abs(agreeing.offsetMs))}`;
};

/** Causes in DNS that would look the same if nothing could be reached. */
const UNANSWERED: ReadonlySet<string> = new Set(['resolver-silent', 'resolver-down', 'dns-tcp-blocked']);

/** Something else of the site was reached, for what would look the same if nothing could be. */
const notTheNetwork: Look = (view, { cause, address, subject, evidence }) => {
  const isLow =
    isOfThePath(cause) || UNANSWERED.has(cause.id) || cause.group === 'host' || cause.group === 'proxy';
  if (!isLow || cause.id === 'clock-wrong') return undefined;
  const own = new Set(
    view.tcp.flatMap(({ id, outcome }) => (evidence.includes(id) ? [outcome.address] : [])),
  );
  const rows = view.tcp.filter(
    (row) =>
      row.outcome.address !== address &&
      !own.has(row.outcome.address) &&
      row.subject !== subject &&
      isTrulyOpen(view, row),
  );
  return rows.length === 0 ? undefined : `not the whole network: ${listed(rows.slice(0, 2).map(opened))}`;
};

/** The least that can be said where nothing was reached: this machine has a network. */
const notOffline: Look = ({ host }, { cause }) => {
  if (cause.id === 'network-down' || cause.id === 'clock-wrong' || host === undefined) return undefined;
  const isLow =
    isOfThePath(cause) || cause.group === 'dns' || cause.group === 'host' || cause.group === 'proxy';
  const used = host.outcome.interfaces.flatMap(({ name, isInternal, addresses }) =>
    isInternal
      ? []
      : addresses.flatMap(({ address }) =>
          /^(?:169\.254\.|fe[89ab])/i.test(address) ? [] : [`${name} has ${address}`],
        ),
  );
  return !isLow || used[0] === undefined ? undefined : `not a machine without a network: ${used[0]}`;
};
