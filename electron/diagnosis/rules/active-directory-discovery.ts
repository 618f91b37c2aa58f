import type { CauseId } from '../../contract/cause-ids.ts';
import type { SrvOutcome } from '../../contract/outcomes/srv.ts';
import { endpoint, listed, said } from '../../contract/spoken.ts';
import {
  type Controller,
  type DirectoryView,
  domainOf,
  isActiveDirectory,
  isAlive,
  isFoundByDomainOnly,
  isReached,
  rootDseOf,
  tellingControllers,
  wantedTcp,
} from '../active-directory-view.ts';
import type { Rule, Sighting } from '../rule.ts';
import type { Seen } from '../site-view.ts';
import { connectWords } from '../tcp-words.ts';

/** What is about the domain as a whole, not about one port of one of its controllers. */
const DOMAIN = 'active-directory';

const at = ({ outcome: { resolver } }: Seen<'srv'>): string =>
  resolver.port === 53 ? resolver.address : `${resolver.address} port ${resolver.port}`;

const isDenial = ({ outcome: { code } }: Seen<'srv'>): boolean => code === 'nxdomain' || code === 'no-data';

const denied = (row: Seen<'srv'>): string =>
  `${at(row)} (${row.outcome.code === 'no-data' ? 'no SRV record' : 'NXDOMAIN'} in ${said(row.outcome.elapsedMs)})`;

const idsOf = (rows: readonly ({ readonly id: string } | undefined)[]): string[] =>
  rows.flatMap((row) => (row === undefined ? [] : [row.id]));

/** Every row of a controller. */
const rowsOf = ({ tcp, tcpTls, clear, wanted, tls, ping }: Controller) => [
  tcp,
  tcpTls,
  clear,
  wanted,
  tls,
  ping,
];

const domainNameWrong: Rule = {
  cause: 'domain-name-wrong',
  explains: ['srv-records-missing'],
  see: ({ directory }) => {
    const domain = directory?.domain?.toLowerCase().replace(/\.$/, '');
    if (directory === undefined || domain === undefined) return [];
    const hits = tellingControllers(directory).filter((controller) => servesAnother(controller, domain));
    const [first] = hits;
    if (first === undefined) return [];
    const served = servedBy(first);
    const denials = directory.records.filter(isDenial);
    const isEmpty = first.ping?.outcome.code === 'other-domain';
    return [
      {
        subject: DOMAIN,
        detail:
          `${listed(hits.map(({ name, address }) => (name === address ? address : `${name} (${address})`)))} ` +
          (isEmpty
            ? `answered the LDAP ping for ${domain} with an empty result, as a domain controller does for a domain that it does not serve.`
            : `does not serve ${domain}.`) +
          (served === undefined ? '' : ` Its own domain is ${served}.`) +
          (denials.length === 0
            ? ''
            : ` ${listed(denials.map(denied))} knows no domain controller of ${domain} either.`),
        evidence: idsOf([...hits.flatMap(({ ping, wanted, clear }) => [ping, wanted ?? clear]), ...denials]),
        confidence: isEmpty && (served !== undefined || denials.length > 0) ? 0.95 : 0.8,
        quote: `asked for ${domain}`,
        fill: { ADDRESS: first.address, DOMAIN: served ?? domain, DC: first.name },
      },
    ];
  },
};

const servedBy = (controller: Controller): string | undefined =>
  domainOf(rootDseOf(controller)?.defaultNamingContext);

function servesAnother(controller: Controller, domain: string): boolean {
  const { ping } = controller;
  if (ping?.outcome.code === 'other-domain') return isActiveDirectory(controller) !== false;
  const served = servedBy(controller);
  return ping?.outcome.code !== 'answered' && served !== undefined && served !== domain;
}

const srvRecordsMissing: Rule = {
  cause: 'srv-records-missing',
  explains: [],
  see: ({ directory }) => {
    const domain = directory?.domain;
    if (directory === undefined || domain === undefined) return [];
    const denials = directory.records.filter(isDenial);
    const [first] = denials;
    const answered = directory.records.filter(({ outcome }) => outcome.code === 'answered');
    if (first === undefined) return [];
    const works =
      answered.length > 0 || (directory.isNamed && directory.controllers.some((one) => isReady(one)));
    const { say, confidence, evidence } =
      answered.length > 0
        ? {
            say: `${listed(answered.map((row) => `${at(row)} names ${row.outcome.targetCount === 1 ? '1 controller' : `${row.outcome.targetCount} controllers`}`))}, so it depends on who is asked.`,
            confidence: 0.9,
            evidence: answered.map(({ id }) => id),
          }
        : besides(directory, domain);
    return [
      {
        subject: DOMAIN,
        detail: `${first.outcome.name} is not known to ${listed(denials.map(denied))}. ${say}`,
        evidence: [...denials.map(({ id }) => id), ...evidence],
        confidence,
        ...(works ? { severity: 'warning' as const } : {}),
        fill: {
          DOMAIN: domain,
          RESOLVER: first.outcome.resolver.address,
          ...(directory.controllers[0] === undefined ? {} : { ADDRESS: directory.controllers[0].address }),
        },
      },
    ];
  },
};

const isReady = ({ wanted }: Controller): boolean => wanted?.outcome.code === 'ready';

/** What else is known of the domain where no resolver names its controllers. */
function besides(
  directory: DirectoryView,
  domain: string,
): Pick<Sighting, 'confidence' | 'evidence'> & { readonly say: string } {
  const own = directory.lookups.filter(({ outcome }) => outcome.hostname === domain);
  const real = directory.controllers.find((controller) => isActiveDirectory(controller) === true);
  if (directory.isNamed)
    return real === undefined
      ? { say: 'The profile names its domain controllers itself.', confidence: 0.75, evidence: [] }
      : {
          say: `${real.name}, which the profile names, is a domain controller and answers.`,
          confidence: 0.9,
          evidence: idsOf([real.wanted ?? real.clear]),
        };
  const evidence = idsOf([...own, ...directory.controllers.flatMap(rowsOf)]);
  if (real !== undefined)
    return {
      say: `${domain} itself leads to ${real.address}, which is a domain controller and answers.`,
      confidence: 0.95,
      evidence,
    };
  return directory.controllers.length > 0
    ? {
        say: `${domain} itself leads to ${listed(directory.controllers.map(({ address }) => address))}, where no domain controller answers: this resolver knows the name from elsewhere.`,
        confidence: 0.85,
        evidence,
      }
    : {
        say: `${domain} itself has no address either; a typing error in the domain looks the same.`,
        confidence: 0.7,
        evidence,
      };
}

const domainControllerDead: Rule = {
  cause: 'domain-controller-dead',
  explains: [],
  see: ({ directory }) => {
    if (directory === undefined || isFoundByDomainOnly(directory)) return [];
    const { controllers } = directory;
    const open = controllers.filter((controller) => isReached(directory, controller));
    const dead = controllers.filter(
      ({ name }) => !controllers.some((other) => other.name === name && isAlive(other)),
    );
    const nameless = directory.lookups.filter(
      ({ outcome }) => outcome.code === 'not-found' || outcome.code === 'no-address',
    );
    const [reached] = open;
    if (reached === undefined || dead.length + nameless.length === 0) return [];
    const [first] = dead;
    const port = wantedTcp(directory, reached)?.outcome.port ?? 0;
    return [
      {
        subject: `active-directory:${port}`,
        detail: `${listed([
          ...dead.map((one) => deadWords(directory, one)),
          ...nameless.map(({ outcome }) => `${outcome.hostname} has no address`),
        ])}, while ${listed(open.map((one) => `${one.name} opened in ${said(wantedTcp(directory, one)?.outcome.elapsedMs ?? 0)}`))}.`,
        evidence: idsOf([
          ...dead.flatMap(({ tcp, tcpTls }) => [tcp, tcpTls]),
          ...nameless,
          ...open.map((one) => wantedTcp(directory, one)),
        ]),
        confidence: 0.9,
        fill: {
          DC: first?.name ?? nameless[0]?.outcome.hostname ?? '',
          ADDRESS: first?.address ?? '',
          ...(directory.domain === undefined ? {} : { DOMAIN: directory.domain }),
        },
      },
    ];
  },
};

function deadWords(directory: DirectoryView, controller: Controller): string {
  const row = wantedTcp(directory, controller);
  const { name, address } = controller;
  const who = name === address ? '' : `${name} at `;
  if (row === undefined) return `${who}${address} did not answer`;
  return `${who}${endpoint(address, row.outcome.port)} ${connectWords(row.outcome)}`;
}

const nameNotFound: Rule = {
  cause: 'name-not-found',
  explains: [],
  see: ({ directory }) => {
    if (directory === undefined || directory.controllers.some((one) => isReached(directory, one))) return [];
    return directory.lookups.flatMap(({ id, outcome }): Sighting[] =>
      (outcome.code === 'not-found' || outcome.code === 'no-address') && outcome.hostname !== directory.domain
        ? [
            {
              subject: 'dns',
              detail: `This machine's own lookup says that ${outcome.hostname}, a domain controller, ${outcome.code === 'no-address' ? 'has no address' : 'does not exist'}.`,
              evidence: [id],
              confidence: 0.75,
              fill: { NAME: outcome.hostname, HOST: outcome.hostname },
            },
          ]
        : [],
    );
  },
};

/** A resolver that gave no word on the domain controllers, where nobody else names them it is the root of it all. */
function resolverRule(
  cause: CauseId,
  codes: readonly SrvOutcome['code'][],
  say: (row: Seen<'srv'>) => string,
): Rule {
  return {
    cause,
    explains: [],
    see: ({ directory }) => {
      if (directory === undefined || directory.isNamed) return [];
      const hits = directory.records.filter(({ outcome }) => codes.includes(outcome.code));
      const [first] = hits;
      if (first === undefined) return [];
      const works = directory.records.some(({ outcome }) => outcome.code === 'answered');
      return [
        {
          subject: 'dns',
          detail: `${hits.map(say).join(' ')} ${works ? 'Another resolver names them.' : 'Nobody else named the domain controllers.'}`,
          evidence: hits.map(({ id }) => id),
          confidence: works ? 0.75 : 0.9,
          ...(works ? { severity: 'warning' as const } : {}),
          fill: {
            RESOLVER: first.outcome.resolver.address,
            NAME: first.outcome.name,
            HOST: first.outcome.domain,
          },
        },
      ];
    },
  };
}

const asked = (row: Seen<'srv'>): string =>
  `${at(row)}, asked for the domain controllers of ${row.outcome.domain},`;

/** Causes on the way to a domain controller: by the domain's name, by DNS, and of those that DNS names. */
export const DISCOVERY_RULES: readonly Rule[] = [
  resolverRule(
    'resolver-silent',
    ['silent', 'unreachable'],
    (row) =>
      `${asked(row)} gave no answer to ${row.outcome.attempts} datagrams in ${said(row.outcome.elapsedMs)}.`,
  ),
  resolverRule(
    'resolver-down',
    ['port-closed'],
    (row) => `${asked(row)} refused the datagram (${row.outcome.error?.errno ?? 'ICMP port unreachable'}).`,
  ),
  resolverRule('resolver-failing', ['servfail', 'other-rcode', 'malformed'], (row) =>
    row.outcome.code === 'malformed'
      ? `${asked(row)} sent bytes that are no answer.`
      : `${asked(row)} answered ${row.outcome.code === 'servfail' ? 'SERVFAIL' : `RCODE ${row.outcome.rcode ?? ''}`}.`,
  ),
  resolverRule('resolver-refuses', ['refused'], (row) => `${asked(row)} answered REFUSED.`),
  resolverRule(
    'dns-tcp-blocked',
    ['tcp-blocked'],
    (row) =>
      `${asked(row)} cut its answer and gave no whole one over TCP (${row.outcome.error?.errno ?? 'nothing came'}).`,
  ),
  nameNotFound,
  domainNameWrong,
  srvRecordsMissing,
  domainControllerDead,
];
