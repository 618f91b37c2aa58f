import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
} from 'dns-packet';
import { type Bound, bindLoopback, bindUdp } from './loopback.ts';

/** RFC 1035 §4.1.1. */
const NXDOMAIN = 3;
const TTL_SECONDS = 60;
/** A query with one question and EDNS options fits many times over; longer datagrams are dropped unread. */
const QUERY_LIMIT_BYTES = 1232;

const SITE_NAMES: ReadonlySet<string> = new Set(['localhost', 'console.localhost']);

/**
 * A resolver on UDP that knows the site's own names and nothing else: A and AAAA for those, no data for their other types,
 * NXDOMAIN for every other name. With `rcode` it answers every question with that response code.
 */
export function startDnsServer(rcode: number | undefined): Promise<Bound> {
  let answersIpv6 = false;
  const resolver = bindLoopback([
    bindUdp((bytes, _from, reply) => {
      if (bytes.length > QUERY_LIMIT_BYTES) return;
      const answer = answerQuery(bytes, rcode, answersIpv6);
      if (answer !== undefined) reply(answer);
    }),
  ]);
  return resolver.then((bound) => {
    // The other servers take ::1 where this machine has it, as this one just did.
    answersIpv6 = bound.addresses.includes('::1');
    return bound;
  });
}

function answerQuery(bytes: Buffer, rcode: number | undefined, answersIpv6: boolean): Uint8Array | undefined {
  const query = decode(bytes);
  const question = query.questions?.[0];
  if (query.type !== 'query' || question === undefined) return undefined;
  const isKnown = SITE_NAMES.has(question.name.toLowerCase().replace(/\.$/, ''));
  const answers: Answer[] = [];
  if (rcode === undefined && isKnown) {
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
  });
}
