import type { ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import type { Secrets } from '../../contract/profile.ts';
import { alien, type Exchanges, type Negotiation, NO_REST, unanswered } from './negotiation.ts';
import type { ProxyConnection } from './proxy-connection.ts';
import {
  connectRequest,
  greeting,
  loginRequest,
  readLoginStatus,
  readMethod,
  readReply,
  replyName,
  type SocksRead,
} from './socks.ts';

/** What is asked of a SOCKS5 server. */
export interface SocksRequest {
  readonly host: string;
  readonly port: number;
  readonly login?: NonNullable<Secrets['proxyLogin']> | undefined;
  /** Whether the login may be sent now. */
  readonly maySend: () => Promise<boolean>;
  /** Told what the server says of the login. */
  readonly settle: (wasAccepted: boolean) => void;
}

type Socks = {
  -readonly [K in keyof NonNullable<ProxyOutcome['socks']>]: NonNullable<ProxyOutcome['socks']>[K];
};

/** What the reply codes of RFC 1928 §6 mean for the client. */
const BY_REPLY: readonly ProxyOutcome['code'][] = [
  'through',
  'refused',
  'forbidden',
  'cannot-connect',
  'cannot-connect',
  'cannot-connect',
  'cannot-connect',
];

/** Greeting, login where the server chooses it, and CONNECT; RFC 1928, RFC 1929. */
export async function askBySocks(
  talk: ProxyConnection,
  request: SocksRequest,
  exchanges: Exchanges,
): Promise<Negotiation> {
  let held: Buffer = NO_REST;
  talk.take = (bytes) => {
    held = Buffer.concat([held, bytes]);
  };
  const next = async (read: (bytes: Uint8Array) => SocksRead<number>): Promise<SocksRead<number>> => {
    await talk.until(() => read(held).state !== 'more');
    const found = read(held);
    if (found.state === 'done') {
      exchanges.note('received', 'answer of the proxy', held.subarray(0, found.bytes));
      held = held.subarray(found.bytes);
    }
    return found;
  };
  const socks: Socks = {};
  const askedAtMs = exchanges.elapsed();
  const { login } = request;
  const proof = login === undefined ? undefined : loginRequest(login.username, login.password);
  const hello = greeting(proof !== undefined);
  exchanges.note('sent', 'SOCKS5 greeting', hello);
  talk.send(hello);
  const method = await next(readMethod);
  if (method.state === 'not-socks') return alien(held);
  if (method.state === 'more') return unanswered(talk);
  socks.method = method.value;
  if (method.value === 255)
    return { code: 'login-required', login: login === undefined ? 'none' : 'withheld', socks, rest: NO_REST };
  if (method.value !== 0 && (method.value !== 2 || proof === undefined))
    return alien(Buffer.from([5, method.value]));
  const usedLogin = method.value === 2;
  if (usedLogin && proof !== undefined) {
    if (!(await request.maySend()))
      return talk.isCancelled
        ? unanswered(talk)
        : { code: 'login-required', login: 'withheld', socks, rest: NO_REST };
    talk.send(proof);
    const verdict = await next(readLoginStatus);
    if (verdict.state === 'done') socks.loginStatus = verdict.value;
    const wasAccepted = verdict.state === 'done' && verdict.value === 0;
    request.settle(wasAccepted);
    if (verdict.state === 'not-socks') return alien(held);
    if (verdict.state === 'more') return { ...unanswered(talk), socks, login: 'sent' };
    if (!wasAccepted) return { code: 'login-refused', login: 'sent', socks, rest: NO_REST };
  }
  const common = { socks, ...(usedLogin ? { login: 'sent' as const } : {}) };
  const connect = connectRequest(request.host, request.port);
  exchanges.note('sent', 'SOCKS5 CONNECT', connect);
  talk.send(connect);
  const reply = await next(readReply);
  const answerMs = Math.max(0, exchanges.elapsed() - askedAtMs);
  if (reply.state === 'not-socks') return { ...alien(held), ...common };
  if (reply.state === 'more') return { ...unanswered(talk), ...common };
  socks.reply = { code: reply.value, name: replyName(reply.value) };
  if (reply.value === 0) return { ...common, code: 'granted', rest: held, answerMs };
  return { ...common, code: BY_REPLY[reply.value] ?? 'refused', rest: NO_REST, answerMs };
}
