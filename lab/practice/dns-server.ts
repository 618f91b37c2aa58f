import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
} from 'dns-packet';
import { PRACTICE_DOMAIN, PRACTICE_SITE } from './directory-plan.ts';
import { type Bound, bindLoopback, bindUdp } from './loopback.ts';

/** RFC 1035 §4.1.1. */
const NXDOMAIN = 3;
const TTL_SECONDS = 60;
/** A query with one question and EDNS options fits many times over; longer datagrams are dropped unread. */
const QUERY_LIMIT_BYTES = 1232;

/** A domain controller, as an SRV record names it (RFC 2782). */
export interface NamedController {
  readonly target: string;
  readonly port: number;
  readonly address: string;
}

const SITE_NAMES: ReadonlySet<string> = new Set(['localhost', 'console.localhost']);
/** [MS-ADTS] §6.3.2.3: the domain controllers of the whole domain, and those of its one site. */
const CONTROLLERS_NAMES: ReadonlySet<string> = new Set([
  `_ldap._tcp.dc._msdcs.${PRACTICE_DOMAIN}`,
  `_ldap._tcp.${PRACTICE_SITE.toLowerCase()}._sites.dc._msdcs.${PRACTICE_DOMAIN}`,
]);

/**
 * A resolver on UDP that knows the site's own names and nothing else: A and AAAA for those, no data for their other types,
 * NXDOMAIN for every other name; and the domain controllers of the site's domain. With `rcode` it answers every question with that
 * response code.
 */
export function startDnsServer(
  rcode: number | undefined,
  controllers: readonly NamedController[],
): Promise<Bound> {
  let answersIpv6 = false;
  const resolver = bindLoopback([
    bindUdp((bytes, _from, reply) => {
      if (bytes.length > QUERY_LIMIT_BYTES) return;
      const answer = answerQuery(bytes, { rcode, controllers, answersIpv6 });
      if (answer !== undefined) reply(answer);
    }),
  ]);
  return resolver.then((bound) => {
    // The other servers take ::1 where this machine has it, as this one just did.
    answersIpv6 = bound.addresses.includes('::1');
    return bound;
  });
}

interface Zone {
  readonly rcode: number | undefined;
  readonly controllers: readonly NamedController[];
  readonly answersIpv6: boolean;
}

function answerQuery(bytes: Buffer, { rcode, controllers, answersIpv6 }: Zone): Uint8Array | undefined {
  const query = decode(bytes);
  const question = query.questions?.[0];
  if (query.type !== 'query' || question === undefined) return undefined;
  const name = question.name.toLowerCase().replace(/\.$/, '');
  const isDomain = CONTROLLERS_NAMES.has(name) && controllers.length > 0;
  const isKnown = SITE_NAMES.has(name) || isDomain;
  const answers: Answer[] = [];
  const additionals: Answer[] = [];
  if (rcode === undefined && isDomain && question.type === 'SRV')
    for (const { target, port, address } of controllers) {
      const data = { target, port, priority: 0, weight: 100 };
      answers.push({ type: 'SRV', name: question.name, ttl: TTL_SECONDS, data });
      additionals.push({ type: 'A', name: target, ttl: TTL_SECONDS, data: address });
      if (answersIpv6 && address === '127.0.0.1')
        additionals.push({ type: 'AAAA', name: target, ttl: TTL_SECONDS, data: '::1' });
    }
  if (rcode === undefined && SITE_NAMES.has(name)) {
    if (question.type === 'A')
      answers.push({ type: 'A', name: question.name, ttl: TTL_SECONDS, data: '127.0.0.1' });
    if (question.type === 'AAAA' && answersIpv6)
      answers.push({ type: 'AAAA', name: question.name, ttl: TTL_SECONDS, data: '::1' });
  }
  return encode({
    type: 'response',
    id: query.id ?? 0,
    flags:
      ((query.flags ?? 0) & RECURSION_DESIRED) |
      RECURSION_AVAILABLE |
      (rcode === undefined ? AUTHORITATIVE_ANSWER : 0) |
      (rcode ?? (isKnown ? 0 : NXDOMAIN)),
    questions: [question],
    answers,
    additionals,
  });
}
