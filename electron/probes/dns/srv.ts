import { type RawExchange, rawExchange } from '../../contract/evidence.ts';
import type { SrvOutcome } from '../../contract/outcomes/srv.ts';
import { defineProbe, type ProbeContext } from '../probe.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { isAskable } from './dns-message.ts';
import type { ResolverAddress } from './resolver-ask.ts';
import { exchangeQuestion } from './resolver-question.ts';
import { srvVerdict } from './srv-verdict.ts';

/** A domain, the resolver to ask for its domain controllers, and the site whose controllers alone are wanted. */
export interface SrvInput {
  readonly domain: string;
  readonly site?: string | undefined;
  readonly resolver: ResolverAddress;
}

const RAW_LIMIT = 12;
const TARGET_LIMIT = 64;
const ADDRESS_LIMIT = 16;

/**
 * The name under which a domain lists its domain controllers, [MS-ADTS] §6.3.2.3: `_ldap._tcp.dc._msdcs.example.com`, or
 * `_ldap._tcp.Berlin._sites.dc._msdcs.example.com` for those of one site. Undefined where DNS cannot be asked for it: a site
 * may have a name that is no DNS label.
 */
export function controllersName(domain: string, site?: string): string | undefined {
  const bare = domain.replace(/\.$/, '');
  const name = `_ldap._tcp.${site === undefined ? '' : `${site}._sites.`}dc._msdcs.${bare}`;
  return isAskable(name) && site?.includes('.') !== true ? name : undefined;
}

/**
 * One resolver asked by packet for the domain controllers of a domain (RFC 2782): by UDP, and over TCP when the answer was cut.
 * Throws a RangeError for a domain that DNS cannot be asked for.
 */
export const srvQuery = defineProbe<SrvInput, SrvOutcome>({
  id: 'srv',
  deadlineMs: 4000,
  awaiting: ({ domain, resolver }) =>
    `the answer of ${resolver.address} for the domain controllers of ${domain}`,
  run,
  judge: srvVerdict,
});

async function run({ domain, site, resolver }: SrvInput, context: ProbeContext): Promise<SrvOutcome> {
  const name = controllersName(domain, site);
  if (name === undefined) throw new RangeError(`not a domain that DNS can be asked for: ${domain}`);
  const startedAt = context.now();
  const raw: RawExchange[] = [];
  const {
    answer,
    isTruncated: _cut,
    ...ending
  } = await exchangeQuestion({
    question: { name, type: 'SRV' },
    resolver,
    signal: context.signal,
    now: () => context.now(),
    startedAt,
    deadlineAt: startedAt + context.deadlineMs,
    record: (direction, what, bytes) => {
      if (raw.length < RAW_LIMIT)
        raw.push(rawExchange(direction, elapsedBetween(startedAt, context.now()), what, bytes));
    },
    progress: (awaiting) => context.progress(awaiting),
  });
  const services = answer?.rcode === 0 ? answer.services : [];
  return {
    kind: 'srv',
    ...ending,
    name,
    domain,
    ...(site === undefined ? {} : { site }),
    resolver: { address: resolver.address, port: resolver.port },
    ...(answer === undefined ? {} : { rcode: answer.rcode }),
    targets: services
      .slice(0, TARGET_LIMIT)
      .map((service) => ({ ...service, addresses: service.addresses.slice(0, ADDRESS_LIMIT) })),
    targetCount: services.length,
    raw,
    elapsedMs: elapsedBetween(startedAt, context.now()),
  };
}
