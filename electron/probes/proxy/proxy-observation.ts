import type { ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import type { Secrets } from '../../contract/profile.ts';
import { endpoint } from '../../contract/spoken.ts';
import { scrubber } from '../http/http-scrub.ts';
import type { ProbeContext } from '../probe.ts';
import { tlsErrorOf } from '../tls/tls-error.ts';
import { offersBasic } from './http-answer.ts';
import { askForTunnel } from './http-tunnel.ts';
import { Exchanges, type Negotiation, NO_REST, unanswered } from './negotiation.ts';
import { ProxyConnection } from './proxy-connection.ts';
import type { ProxyInput } from './proxy-input.ts';
import { basicCredentials } from './proxy-login.ts';
import { askBySocks } from './socks-tunnel.ts';
import { lookInside, type TunnelLook } from './tunnel-look.ts';

/** Asks the proxy, with a login where it wants one and there is one, and looks into the tunnel when it stands. */
export async function observeProxy(input: ProxyInput, context: ProbeContext): Promise<ProxyOutcome> {
  const startedAt = context.now();
  const exchanges = new Exchanges(() => Math.max(0, context.now() - startedAt));
  if (context.signal.aborted) return cancelled(input);
  let talk = new ProxyConnection(input, context, startedAt);
  try {
    let seen = await negotiate(input, talk, exchanges, context);
    if (input.proxy.scheme !== 'socks5' && seen.code === 'login-required') {
      const credentials = usableCredentials(input, seen, talk, context.secrets);
      if (credentials === undefined || !(await maySendLogin(input, exchanges, context)))
        seen = { ...seen, login: hasLogin(input, context.secrets) ? 'withheld' : 'none' };
      else {
        talk.end();
        talk = new ProxyConnection(input, context, startedAt);
        seen = await logIn(input, talk, exchanges, context, credentials);
      }
    }
    if (seen.code !== 'granted') return outcomeOf(input, seen, talk, exchanges, undefined, undefined);
    context.progress(`${input.target.protocol === 'tls' ? 'the ServerHello' : 'the INFO'} inside the tunnel`);
    const socket = talk.release(seen.rest);
    const beganMs = exchanges.elapsed();
    const deadlineMs = Math.max(1, context.deadlineMs - beganMs);
    try {
      const look = await lookInside(socket, input, { ...context, deadlineMs });
      return outcomeOf(input, seen, talk, exchanges, look, exchanges.elapsed() - beganMs);
    } finally {
      socket.destroy();
    }
  } finally {
    talk.end();
  }
}

async function maySendLogin(
  { login }: ProxyInput,
  { elapsed }: Exchanges,
  { signal, deadlineMs }: ProbeContext,
): Promise<boolean> {
  return (await login?.maySend(signal, Math.max(0, deadlineMs - elapsed()))) === true;
}

const hasLogin = ({ login }: ProxyInput, { proxyLogin }: Secrets): boolean =>
  login !== undefined && proxyLogin !== undefined;

async function negotiate(
  input: ProxyInput,
  talk: ProxyConnection,
  exchanges: Exchanges,
  context: ProbeContext,
  credentials?: string,
): Promise<Negotiation> {
  if (!(await talk.ready())) {
    const isTlsFailed = talk.isConnected && !talk.isCancelled && input.proxy.scheme === 'https';
    return isTlsFailed ? { code: 'proxy-tls-failed', rest: NO_REST } : unanswered(talk);
  }
  const { host, port } = input.target;
  const { proxyLogin } = context.secrets;
  if (input.proxy.scheme === 'socks5')
    return askBySocks(
      talk,
      {
        host,
        port,
        login: input.login === undefined ? undefined : proxyLogin,
        maySend: () => maySendLogin(input, exchanges, context),
        settle: (wasAccepted) => input.login?.settle(wasAccepted),
      },
      exchanges,
    );
  const scrub = scrubLogin(proxyLogin);
  const withLogin = credentials === undefined ? {} : { credentials };
  return askForTunnel(talk, { host, port, scrub, ...withLogin }, exchanges);
}

/** Only for a proxy that takes Basic; one that is spoken to over TLS must have proved who it is before. */
function usableCredentials(
  { proxy, login }: ProxyInput,
  { http }: Negotiation,
  { isProven }: ProxyConnection,
  { proxyLogin }: Secrets,
): string | undefined {
  if (login === undefined || proxyLogin === undefined || !offersBasic(http?.schemes ?? [])) return undefined;
  if (proxy.scheme === 'https' && !isProven) return undefined;
  return basicCredentials(proxyLogin.username, proxyLogin.password);
}

/** Asks once more, with the login; whatever the proxy says to it, it is not asked a third time. */
async function logIn(
  input: ProxyInput,
  talk: ProxyConnection,
  exchanges: Exchanges,
  context: ProbeContext,
  credentials: string,
): Promise<Negotiation> {
  context.progress(`what ${endpoint(input.proxy.host, input.proxy.port)} says to the login`);
  const seen = await negotiate(input, talk, exchanges, context, credentials);
  // A proxy that says anything else but 407 has let the login pass; of one that says nothing, nothing is known.
  if (seen.http !== undefined) input.login?.settle(seen.code !== 'login-required');
  else if (seen.code !== 'no-answer') input.login?.settle(false);
  return { ...seen, code: seen.code === 'login-required' ? 'login-refused' : seen.code, login: 'sent' };
}

/** Takes a login out of a text in whatever form a proxy may repeat it. */
function scrubLogin(login: Secrets['proxyLogin']): (text: string) => string {
  if (login === undefined) return (text) => text;
  const secrets = [`${login.username}:${login.password}`, login.password].filter(
    (secret) => secret.length > 1,
  );
  const scrubbers = secrets.map(scrubber);
  return (text) => scrubbers.reduce((rest, scrub) => scrub(rest), text);
}

const CANCELLED = { errno: 'ECANCELED', message: 'the run was cancelled' };

/** Nothing was sent and nothing is known; the row of a cancelled run says why by itself. */
const cancelled = ({ proxy, address, target }: ProxyInput): ProxyOutcome => ({
  kind: 'proxy',
  code: 'failed',
  proxy,
  proxyAddress: address,
  target,
  bytesReceived: 0,
  error: CANCELLED,
  raw: [],
  timings: {},
  elapsedMs: 0,
});

function outcomeOf(
  input: ProxyInput,
  seen: Negotiation,
  talk: ProxyConnection,
  exchanges: Exchanges,
  look: TunnelLook | undefined,
  insideMs: number | undefined,
): ProxyOutcome {
  const code = look?.code ?? (seen.code === 'granted' ? 'failed' : seen.code);
  const error = errorOf(code, talk);
  return {
    kind: 'proxy',
    code,
    proxy: input.proxy,
    proxyAddress: input.address,
    target: input.target,
    ...(seen.http === undefined ? {} : { http: seen.http }),
    ...(seen.socks === undefined ? {} : { socks: seen.socks }),
    ...(seen.login === undefined ? {} : { login: seen.login }),
    ...(seen.proxyReason === undefined ? {} : { proxyReason: seen.proxyReason.slice(0, 100) }),
    ...(talk.proxyTls === undefined ? {} : { proxyTls: talk.proxyTls }),
    ...(seen.firstLine === undefined ? {} : { firstLine: seen.firstLine }),
    ...(look?.end === undefined ? {} : { end: look.end }),
    ...(look === undefined ? {} : { inside: look.inside }),
    bytesReceived: talk.bytesReceived,
    ...(error === undefined ? {} : { error }),
    raw: exchanges.raw,
    timings: {
      ...(talk.connectMs === undefined ? {} : { connectMs: talk.connectMs }),
      ...(talk.proxyTlsMs === undefined ? {} : { proxyTlsMs: talk.proxyTlsMs }),
      ...(seen.answerMs === undefined ? {} : { answerMs: seen.answerMs }),
      ...(insideMs === undefined ? {} : { insideMs }),
    },
    elapsedMs: exchanges.elapsed(),
  };
}

function errorOf(code: ProxyOutcome['code'], talk: ProxyConnection): ProxyOutcome['error'] {
  if (talk.isCancelled || (code === 'failed' && talk.failure === undefined)) return CANCELLED;
  if (talk.failure !== undefined) return tlsErrorOf(talk.failure);
  if (code === 'no-connection' || code === 'proxy-tls-failed')
    return {
      errno: talk.peerEnd === 'rst' ? 'ECONNRESET' : talk.peerEnd === 'fin' ? 'EOF' : 'ETIMEDOUT',
      message: code === 'no-connection' ? 'no connection before the deadline' : 'no handshake with the proxy',
    };
  return undefined;
}
