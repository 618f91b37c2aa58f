import { randomInt } from 'node:crypto';
import type { ResolverQuestion } from '../../contract/outcomes/dns.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import type { DnsAnswer } from './dns-message.ts';
import type { ResolverAsk } from './resolver-ask.ts';
import { askOverTcp } from './resolver-tcp.ts';
import { askOverUdp } from './resolver-udp.ts';

/** How one question was answered, whatever its type; `answer` is there where a response came that says something. */
export interface QuestionEnding
  extends Pick<ResolverQuestion, 'code' | 'transport' | 'isTruncated' | 'error'> {
  readonly answer?: DnsAnswer;
  readonly attempts: number;
}

/**
 * Asks one question by UDP, and over TCP to the same resolver when the answer was cut (TC bit). What came with the cut answer
 * is dropped (RFC 2181 §9), so `tcp-blocked` has no answer.
 */
export async function exchangeQuestion(details: Omit<ResolverAsk, 'id'>): Promise<QuestionEnding> {
  const ask: ResolverAsk = { ...details, id: randomInt(0x10000) };
  const { ending, attempts } = await askOverUdp(ask);
  const byUdp = { attempts, transport: 'udp' as const, isTruncated: false };
  switch (ending.kind) {
    case 'answer':
      return { ...byUdp, code: codeOfAnswer(ending.answer), answer: ending.answer };
    case 'silent':
      return { ...byUdp, code: 'silent' };
    case 'malformed':
    case 'noise':
      return { ...byUdp, code: 'malformed' };
    case 'failed': {
      const error = systemErrorOf(ending.error);
      return { ...byUdp, code: codeOf(error.errno), error };
    }
    case 'truncated':
      return { attempts, transport: 'tcp', isTruncated: true, ...(await afterTruncation(ask)) };
  }
}

async function afterTruncation(ask: ResolverAsk): Promise<Pick<QuestionEnding, 'code' | 'answer' | 'error'>> {
  const { address, port } = ask.resolver;
  ask.progress(`the whole answer of ${address} over TCP ${port}, as the one by UDP was cut`);
  const ending = await askOverTcp(ask);
  switch (ending.kind) {
    case 'answer':
      return { code: codeOfAnswer(ending.answer), answer: ending.answer };
    case 'malformed':
      return { code: 'malformed' };
    case 'unfinished':
      return { code: 'tcp-blocked' };
    case 'failed':
      return { code: 'tcp-blocked', error: systemErrorOf(ending.error) };
  }
}

/** Asks for the addresses of one family. */
export async function askQuestion(
  details: Omit<ResolverAsk, 'id' | 'question'> & {
    readonly question: { readonly name: string; readonly type: ResolverQuestion['type'] };
  },
): Promise<ResolverQuestion> {
  const { answer, ...ending } = await exchangeQuestion(details);
  const said =
    answer === undefined
      ? { addresses: [], cnames: [] }
      : {
          rcode: answer.rcode,
          rcodeName: answer.rcodeName,
          addresses: answer.rcode === 0 ? [...answer.addresses] : [],
          cnames: [...answer.cnames],
          ...(answer.ttlSeconds === undefined ? {} : { ttlSeconds: answer.ttlSeconds }),
        };
  return {
    type: details.question.type,
    ...ending,
    ...said,
    elapsedMs: elapsedBetween(details.startedAt, details.now()),
  };
}

/** Windows reports the ICMP port-unreachable of a datagram as ECONNRESET. */
const codeOf = (errno: string): ResolverQuestion['code'] =>
  errno === 'ECONNREFUSED' || errno === 'ECONNRESET' ? 'port-closed' : 'unreachable';

const RCODES: Readonly<Record<number, ResolverQuestion['code']>> = {
  2: 'servfail',
  3: 'nxdomain',
  5: 'refused',
};

function codeOfAnswer({ rcode, addresses, services }: DnsAnswer): ResolverQuestion['code'] {
  if (rcode !== 0) return RCODES[rcode] ?? 'other-rcode';
  return addresses.length > 0 || services.length > 0 ? 'answered' : 'no-data';
}
