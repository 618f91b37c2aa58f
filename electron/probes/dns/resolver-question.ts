import { randomInt } from 'node:crypto';
import type { ResolverQuestion } from '../../contract/outcomes/dns.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import type { DnsAnswer } from './dns-message.ts';
import type { ResolverAsk } from './resolver-ask.ts';
import { askOverTcp } from './resolver-tcp.ts';
import { askOverUdp } from './resolver-udp.ts';

/**
 * Asks one question by UDP, and over TCP to the same resolver when the answer was cut (TC bit). What came with the cut answer
 * is dropped (RFC 2181 §9), so `tcp-blocked` has no addresses.
 */
export async function askQuestion(details: Omit<ResolverAsk, 'id'>): Promise<ResolverQuestion> {
  const ask: ResolverAsk = { ...details, id: randomInt(0x10000) };
  const { ending, attempts } = await askOverUdp(ask);
  const seen = { type: ask.question.type, attempts };
  const time = () => ({ elapsedMs: elapsedBetween(ask.startedAt, ask.now()) });
  const nothing = { ...seen, addresses: [], cnames: [], transport: 'udp' as const, isTruncated: false };
  switch (ending.kind) {
    case 'answer':
      return { ...seen, ...said(ending.answer), transport: 'udp', isTruncated: false, ...time() };
    case 'silent':
      return { ...nothing, code: 'silent', ...time() };
    case 'malformed':
    case 'noise':
      return { ...nothing, code: 'malformed', ...time() };
    case 'failed': {
      const error = systemErrorOf(ending.error);
      return { ...nothing, code: codeOf(error.errno), error, ...time() };
    }
    case 'truncated':
      return { ...seen, ...(await afterTruncation(ask)), isTruncated: true, ...time() };
  }
}

type AfterTruncation = Omit<ResolverQuestion, 'type' | 'attempts' | 'isTruncated' | 'elapsedMs'>;

async function afterTruncation(ask: ResolverAsk): Promise<AfterTruncation> {
  const { address, port } = ask.resolver;
  ask.progress(`the whole answer of ${address} over TCP ${port}, as the one by UDP was cut`);
  const ending = await askOverTcp(ask);
  const nothing = { addresses: [], cnames: [], transport: 'tcp' as const };
  switch (ending.kind) {
    case 'answer':
      return { ...said(ending.answer), transport: 'tcp' };
    case 'malformed':
      return { ...nothing, code: 'malformed' };
    case 'unfinished':
      return { ...nothing, code: 'tcp-blocked' };
    case 'failed':
      return { ...nothing, code: 'tcp-blocked', error: systemErrorOf(ending.error) };
  }
}

/** Windows reports the ICMP port-unreachable of a datagram as ECONNRESET. */
const codeOf = (errno: string): ResolverQuestion['code'] =>
  errno === 'ECONNREFUSED' || errno === 'ECONNRESET' ? 'port-closed' : 'unreachable';

const RCODES: Readonly<Record<number, ResolverQuestion['code']>> = {
  2: 'servfail',
  3: 'nxdomain',
  5: 'refused',
};

function said({
  rcode,
  rcodeName,
  addresses,
  cnames,
  ttlSeconds,
}: DnsAnswer): Pick<ResolverQuestion, 'code' | 'rcode' | 'rcodeName' | 'addresses' | 'cnames'> {
  const noError = addresses.length > 0 ? 'answered' : 'no-data';
  return {
    code: rcode === 0 ? noError : (RCODES[rcode] ?? 'other-rcode'),
    rcode,
    rcodeName,
    addresses: rcode === 0 ? [...addresses] : [],
    cnames: [...cnames],
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
  };
}
