import type { CauseId } from '../../contract/cause-ids.ts';
import { isLocalhostName } from '../../contract/host-name.ts';
import type { ResolverQuestion } from '../../contract/outcomes/dns.ts';
import { listed, said } from '../../contract/spoken.ts';
import { contains } from '../ip-range.ts';
import { deadEnds, endsInWords } from '../path-view.ts';
import type { Rule, Sighting } from '../rule.ts';
import { isFromHostsFile, isResolved, type Seen, type SiteView } from '../site-view.ts';
import { dnsCauses, httpCauses, tcpCauses, tlsCauses } from './cause-sets.ts';

type Resolver = Seen<'resolver'>;

const at = ({ outcome: { resolver } }: Resolver): string =>
  resolver.port === 53 ? resolver.address : `${resolver.address} port ${resolver.port}`;

const addressesOf = ({ outcome }: Resolver): string[] =>
  outcome.questions.flatMap(({ addresses }) => addresses).sort();

const nameOf = (view: SiteView): string =>
  view.lookups[0]?.outcome.hostname ?? view.consoleHost ?? 'the name';

const answered = (view: SiteView): Resolver[] =>
  view.resolvers.filter(({ outcome }) => outcome.code === 'answered');

const isDenial = (code: ResolverQuestion['code']): boolean => code === 'nxdomain' || code === 'no-data';

const aboveDns: readonly CauseId[] = [...dnsCauses, ...tcpCauses];

/** `.invalid` is promised never to exist (RFC 6761 §6.4); no resolver has to be asked to know that. */
const neverExists = (name: string): boolean => /(?:^|\.)invalid\.?$/i.test(name);

const nameNotFound: Rule = {
  cause: 'name-not-found',
  explains: aboveDns,
  see: (view) => {
    if (view.lookups.length === 0 || isResolved(view) || answered(view).length > 0) return [];
    const name = nameOf(view);
    const denials = view.resolvers.filter(({ outcome }) => isDenial(outcome.code));
    // A resolver that fails says more than a lookup that found nothing: the lookup may have asked somebody else.
    const lookupDenies =
      view.resolvers.length > 0
        ? []
        : view.lookups.filter(({ outcome }) => outcome.code === 'not-found' || outcome.code === 'no-address');
    const silent = view.resolvers.filter((row) => !denials.includes(row));
    if (denials.length === 0 && lookupDenies.length === 0 && !neverExists(name)) return [];
    const onlyNoData = denials.length > 0 && denials.every(({ outcome }) => outcome.code === 'no-data');
    const who = denials.map(
      (row) =>
        `${at(row)} (${row.outcome.code === 'no-data' ? 'no address record' : 'NXDOMAIN'} in ${said(row.outcome.elapsedMs)})`,
    );
    const detail = onlyNoData
      ? `${name} exists but has no address record: ${listed(who)}.`
      : denials.length > 0
        ? `${name} does not exist, says ${listed(who)}.`
        : lookupDenies.length > 0
          ? `This machine's own lookup says that ${name} does not exist.`
          : `${name} can never exist: names under .invalid are reserved (RFC 6761).`;
    return [
      {
        subject: 'dns',
        detail,
        evidence: [...denials, ...view.lookups].map(({ id }) => id),
        confidence: denials.length > 0 ? (silent.length === 0 ? 0.95 : 0.85) : 0.75,
        fill: {
          NAME: name,
          HOST: name,
          ...(denials[0] === undefined ? {} : { RESOLVER: denials[0].outcome.resolver.address }),
        },
        ruledOut:
          silent.length === 0 && denials.length > 1 ? ['not one bad resolver: all of them say the same'] : [],
      },
    ];
  },
};

/** One rule for each way in which a resolver can fail; with another resolver or the hosts file at hand it is a warning. */
function resolverRule(
  cause: CauseId,
  codes: readonly ResolverQuestion['code'][],
  say: (row: Resolver) => string,
  explains: readonly CauseId[],
): Rule {
  return {
    cause,
    explains,
    see: (view) => {
      const hits = view.resolvers.filter(({ outcome }) => codes.includes(outcome.code));
      const [first] = hits;
      // A name that the hosts file gives never goes to a resolver: what resolvers do is then no fault of this site.
      if (first === undefined || isFromHostsFile(view)) return [];
      const name = nameOf(view);
      const isBlocking = !isResolved(view);
      const others = answered(view);
      return [
        {
          subject: 'dns',
          detail: `${hits.map(say).join(' ')}${isBlocking ? ` ${name} could not be resolved.` : ` ${name} was still resolved${others.length > 0 ? ` by ${listed(others.map(at))}` : ''}; lookups are slow or fail when this resolver is asked first.`}`,
          evidence: [...hits, ...(isBlocking ? [...view.lookups, ...failedLookups(view)] : [])].map(
            ({ id }) => id,
          ),
          quote: `asked for ${name}`,
          confidence: isBlocking && others.length === 0 ? 0.9 : 0.75,
          ...(isBlocking ? {} : { severity: 'warning' as const }),
          fill: { RESOLVER: first.outcome.resolver.address, NAME: name, HOST: name },
        },
      ];
    },
  };
}

/** Lookups of other names than the Console's, for which the same resolvers were asked. */
const failedLookups = ({ syslog, directory, relayLookups }: SiteView): readonly Seen<'system-lookup'>[] =>
  [...(syslog?.lookups ?? []), ...(directory?.lookups ?? []), ...relayLookups].filter(
    ({ outcome }) => outcome.code !== 'resolved',
  );

const question = (row: Resolver): ResolverQuestion | undefined =>
  row.outcome.questions.find(({ code }) => code === row.outcome.code);

const resolverSilent = resolverRule(
  'resolver-silent',
  ['silent', 'unreachable'],
  (row) =>
    `${at(row)} gave no answer to ${question(row)?.attempts ?? 1} datagrams in ${said(row.outcome.elapsedMs)}.`,
  aboveDns,
);
const resolverDown = resolverRule(
  'resolver-down',
  ['port-closed'],
  (row) => `Nothing listens for DNS at ${at(row)}: the port is closed.`,
  aboveDns,
);
const resolverFailing = resolverRule(
  'resolver-failing',
  ['servfail', 'other-rcode', 'malformed'],
  (row) =>
    `${at(row)} answered ${question(row)?.rcodeName ?? row.outcome.code} for ${row.outcome.hostname} in ${said(row.outcome.elapsedMs)}.`,
  aboveDns,
);
const resolverRefuses = resolverRule(
  'resolver-refuses',
  ['refused'],
  (row) => `${at(row)} answered REFUSED in ${said(row.outcome.elapsedMs)}: it does not serve this machine.`,
  aboveDns,
);
const dnsTcpBlocked = resolverRule(
  'dns-tcp-blocked',
  ['tcp-blocked'],
  (row) => `${at(row)} sent a truncated answer over UDP, and TCP to the same resolver failed.`,
  aboveDns,
);

const resolversDisagree: Rule = {
  cause: 'resolvers-disagree',
  explains: ['name-not-found', 'address-dead', 'ipv6-broken'],
  see: (view) => {
    if (view.resolvers.length < 2 && isResolved(view)) return [];
    const yes = answered(view);
    const no = view.resolvers.filter(({ outcome }) => outcome.code === 'nxdomain');
    const [first] = yes;
    if (first === undefined) return [];
    const name = nameOf(view);
    const isBroken = view.lookups.length > 0 && !isResolved(view);
    if (no.length === 0 && !isBroken && yes.every((row) => overlaps(addressesOf(row), addressesOf(first))))
      return [];
    const say = (row: Resolver): string => `${at(row)} says ${listed([...new Set(addressesOf(row))])}`;
    const parts = [...yes.map(say), ...no.map((row) => `${at(row)} says that the name does not exist`)];
    if (parts.length < 2 && !isBroken) return [];
    return [
      {
        subject: 'dns',
        detail: `The answers for ${name} differ: ${listed(parts)}.${isBroken ? " This machine's own lookup found nothing." : ''}`,
        evidence: [...yes, ...no, ...(isBroken ? view.lookups : [])].map(({ id }) => id),
        confidence: parts.length > 1 ? 0.85 : 0.6,
        ...(isBroken ? { severity: 'error' as const } : {}),
        fill: { NAME: name, HOST: name, RESOLVER: first.outcome.resolver.address },
      },
    ];
  },
};

const overlaps = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one));

const hostsFileOverride: Rule = {
  cause: 'hosts-file-override',
  explains: ['resolvers-disagree', 'address-dead'],
  see: (view) =>
    view.lookups.flatMap((lookup): Sighting[] => {
      const { hostname, hostsFile } = lookup.outcome;
      const [entry] = hostsFile.entries;
      const yes = answered(view);
      if (entry === undefined || yes.length === 0 || isLocalhostName(hostname)) return [];
      const fromDns = [...new Set(yes.flatMap(addressesOf))];
      const fromFile = hostsFile.entries.map(({ address }) => address);
      if (overlaps(fromFile, fromDns)) return [];
      return [
        {
          subject: 'dns',
          detail: `Line ${entry.line} of ${hostsFile.path} sends ${hostname} to ${listed(fromFile)}; DNS says ${listed(fromDns)}.`,
          evidence: [lookup, ...yes].map(({ id }) => id),
          confidence: 0.95,
          fill: { NAME: hostname, HOST: hostname },
        },
      ];
    }),
};

const dnsWildcard: Rule = {
  cause: 'dns-wildcard',
  explains: [],
  see: (view) =>
    view.resolvers.flatMap((row): Sighting[] => {
      const { wildcard } = row.outcome;
      const own = addressesOf(row);
      if (wildcard === undefined || wildcard.addresses.length === 0 || !overlaps(wildcard.addresses, own))
        return [];
      return [
        {
          subject: 'dns',
          detail: `${at(row)} gives ${listed(wildcard.addresses)} for ${wildcard.hostname} too, a name made up for this test: every name in the domain resolves to it.`,
          evidence: [row.id],
          confidence: 0.7,
          fill: { NAME: row.outcome.hostname, RESOLVER: row.outcome.resolver.address },
        },
      ];
    }),
};

function lookedUp(view: SiteView): { address: string; ids: string[] }[] {
  const byAddress = new Map<string, string[]>();
  for (const row of view.lookups)
    for (const { address } of row.outcome.addresses)
      byAddress.set(address, [...(byAddress.get(address) ?? []), row.id]);
  for (const row of view.resolvers)
    for (const address of addressesOf(row))
      byAddress.set(address, [...(byAddress.get(address) ?? []), row.id]);
  return [...byAddress].map(([address, ids]) => ({ address, ids: [...new Set(ids)] }));
}

const dnsSinkhole: Rule = {
  cause: 'dns-sinkhole',
  explains: [...tcpCauses, ...tlsCauses, ...httpCauses, 'resolvers-disagree', 'dns-wildcard'],
  see: (view) => {
    const name = nameOf(view);
    // A line in the hosts file that points to loopback is somebody's own choice and has a cause of its own.
    if (isLocalhostName(name) || isFromHostsFile(view)) return [];
    const hits = lookedUp(view).filter(({ address }) => SINKHOLES.some((range) => contains(range, address)));
    const [first] = hits;
    if (first === undefined || hits.length < lookedUp(view).length) return [];
    // Something real answers TLS there: whatever is wrong with it has a cause of its own.
    if (
      view.tls.some(
        ({ subject, outcome }) =>
          /^(?:console|responder|relay):/.test(subject) && outcome.code === 'established',
      )
    )
      return [];
    return [
      {
        subject: 'dns',
        detail: `${name} resolves to ${listed(hits.map(({ address }) => address))}, an address that DNS filters hand out in place of the real one.`,
        evidence: [...new Set(hits.flatMap(({ ids }) => ids))],
        confidence: 0.8,
        fill: { NAME: name, HOST: name },
      },
    ];
  },
};

/** Addresses that no Console has for others: "this host" (RFC 1122 §3.2.1.3) and loopback. */
const SINKHOLES = ['0.0.0.0/8', '127.0.0.0/8', '::/128', '::1/128'];

const syntheticAddress: Rule = {
  cause: 'synthetic-address',
  // An agent opens every port before it knows whether it reaches anybody.
  explains: ['false-open'],
  see: (view) => {
    const hits = lookedUp(view).filter(
      ({ address }) => contains('198.18.0.0/15', address) || contains('100.64.0.0/10', address),
    );
    if (hits.length === 0) return [];
    const dead = deadEnds(view).filter((end) => hits.some(({ address }) => address === end.address));
    const mute =
      dead.length === 0
        ? ''
        : ` It opens even a port that nobody uses, and on ${endsInWords(dead)} nothing answers behind it.`;
    return [
      {
        subject: 'dns',
        ...(dead.length === 0 ? {} : { severity: 'error' as const }),
        detail: `${nameOf(view)} resolves to ${listed(hits.map(({ address }) => address))}, an address made up by a tunnel or access agent on this machine or in the network; what answers there is the agent, not the Console itself.${mute}`,
        evidence: [...new Set(hits.flatMap(({ ids }) => ids))],
        confidence: 0.7,
        fill: { NAME: nameOf(view) },
      },
    ];
  },
};

/** Causes in the name's resolution, the root first: a name that does not exist outranks a resolver that is slow to say so. */
export const DNS_RULES: readonly Rule[] = [
  hostsFileOverride,
  nameNotFound,
  resolverDown,
  resolverSilent,
  resolverFailing,
  resolverRefuses,
  dnsTcpBlocked,
  dnsSinkhole,
  resolversDisagree,
  dnsWildcard,
  syntheticAddress,
];
