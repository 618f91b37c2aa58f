import type { ResolverOutcome, ResolverQuestion } from '../../contract/outcomes/dns.ts';
import { said } from '../../contract/spoken.ts';
import type { Verdict } from '../probe.ts';

/** The worse the further left: what denies the whole name, then what a resolver said, then what it did not say. */
const WORST_FIRST: readonly ResolverQuestion['code'][] = [
  'nxdomain',
  'refused',
  'servfail',
  'other-rcode',
  'malformed',
  'tcp-blocked',
  'port-closed',
  'unreachable',
  'silent',
  'no-data',
];

/** `answered` when either question has addresses; else the code of the worse one, the first of equals. */
export function codeOfBoth(questions: readonly ResolverQuestion[]): ResolverQuestion['code'] {
  if (questions.some(({ code }) => code === 'answered')) return 'answered';
  return WORST_FIRST.find((code) => questions.some((question) => question.code === code)) ?? 'silent';
}

/**
 * `passed` when the name has addresses and neither question went wrong (no AAAA is no fault), `warned` when one type has
 * addresses and the question for the other went wrong, else `failed`. The sentence quotes the answer and its time.
 */
export function resolverVerdict(outcome: ResolverOutcome): Verdict {
  const { hostname, questions, code } = outcome;
  const at =
    outcome.resolver.port === 53
      ? outcome.resolver.address
      : `${outcome.resolver.address} port ${outcome.resolver.port}`;
  const told = questions.find((question) => question.code === code);
  if (told === undefined) return { status: 'failed', reason: `${at} was not asked for ${hostname}` };
  if (code !== 'answered') return { status: 'failed', reason: sentence(at, outcome, told) };
  const addresses = questions.flatMap((question) => question.addresses);
  const shown = `${addresses.slice(0, 4).join(', ')}${addresses.length > 4 ? ` and ${addresses.length - 4} more` : ''}`;
  const via = told.cnames.length > 0 ? ` by way of ${told.cnames.at(-1)}` : '';
  const answer = `${at} answered ${hostname} with ${shown}${via} in ${said(told.elapsedMs)}`;
  const bad = questions.find((question) => question.code !== 'answered' && question.code !== 'no-data');
  return bad === undefined
    ? { status: 'passed', reason: answer }
    : { status: 'warned', reason: `${answer}; ${sentence(at, outcome, bad)}` };
}

function sentence(at: string, { hostname }: ResolverOutcome, question: ResolverQuestion): string {
  const { type, attempts } = question;
  const time = said(question.elapsedMs);
  const errno = question.error?.errno;
  switch (question.code) {
    case 'nxdomain':
    case 'servfail':
    case 'refused':
    case 'other-rcode':
      return `${at} answered ${question.rcodeName ?? 'an error'} for ${hostname} (${type}) in ${time}`;
    case 'no-data':
      return `${at} knows ${hostname} but has no address of it (NOERROR without A or AAAA in ${time})`;
    case 'silent':
      return `${at} did not answer ${attempts === 1 ? 'one datagram' : `${attempts} datagrams`} for ${hostname} (${type}) in ${time}`;
    case 'port-closed':
      return `${at} refused the datagram for ${hostname} after ${time} (${errno ?? 'ICMP port unreachable'}): nothing listens there, or a firewall says so`;
    case 'unreachable':
      return `the question for ${hostname} did not reach ${at} (${errno ?? 'no error code'} after ${time})`;
    case 'tcp-blocked':
      return `${at} cut its answer for ${hostname} (${type}) and gave no whole one over TCP (${errno ?? `nothing in ${time}`})`;
    case 'malformed':
      return `${at} sent bytes after the question for ${hostname} (${type}) that are no answer to it`;
    case 'answered':
      return `${at} answered ${hostname} (${type}) in ${time}`;
  }
}
