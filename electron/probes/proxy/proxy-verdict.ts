import type { ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import { endpoint, listed, said } from '../../contract/spoken.ts';
import { judgeNats } from '../nats/nats-verdict.ts';
import type { Verdict } from '../probe.ts';
import { judgeTls } from '../tls/tls-verdict.ts';

/** How one way through a proxy reads as a row. */
export function judgeProxy(outcome: ProxyOutcome): Verdict {
  if (outcome.code !== 'through') return { status: 'failed', reason: reasonOf(outcome) };
  const inside = insideVerdict(outcome);
  const isUnproven = outcome.proxyTls?.libraryVerdict !== undefined;
  const doubt = isUnproven
    ? `. The proxy's own certificate is not trusted: ${outcome.proxyTls?.libraryVerdict ?? ''}`
    : '';
  return {
    status: isUnproven ? 'warned' : (inside?.status ?? 'passed'),
    reason: `${way(outcome)} let the tunnel to ${to(outcome)} through in ${said(outcome.timings.answerMs ?? 0)}${withLogin(outcome)}; inside: ${inside?.reason ?? 'the service answers'}${doubt}`,
  };
}

const way = ({ proxy }: ProxyOutcome): string =>
  `the proxy ${endpoint(proxy.host, proxy.port)}${proxy.scheme === 'http' ? '' : ` (${proxy.scheme === 'https' ? 'HTTPS' : 'SOCKS5'})`}`;

const to = ({ target }: ProxyOutcome): string => endpoint(target.host, target.port);

const withLogin = ({ login }: ProxyOutcome): string => (login === 'sent' ? ' with the login' : '');

/** The direct checks' own words for what was seen inside. */
function insideVerdict({ inside, target }: ProxyOutcome): Verdict | undefined {
  const at = { address: target.host, port: target.port, raw: [] };
  if (inside?.tls !== undefined) return judgeTls({ kind: 'tls', ...at, ...inside.tls });
  if (inside?.nats !== undefined) return judgeNats({ kind: 'nats', ...at, ...inside.nats });
  return undefined;
}

function reasonOf(outcome: ProxyOutcome): string {
  const { code, bytesReceived, elapsedMs, error, firstLine, timings } = outcome;
  const proxy = way(outcome);
  const tunnel = `a tunnel to ${to(outcome)}`;
  switch (code) {
    case 'through':
      return '';
    case 'tunnel-cut':
      return `${proxy} granted ${tunnel}, and then ${cutWords(outcome)}`;
    case 'service-fault':
      return `${proxy} let ${tunnel} through, and inside: ${insideVerdict(outcome)?.reason ?? 'something else than the service'}`;
    case 'login-required':
      return `${proxy} wants a login for ${tunnel} (${answerWords(outcome)})${loginWords(outcome)}`;
    case 'login-refused':
      return `${proxy} refused the login (${answerWords(outcome)}); it was sent once`;
    case 'forbidden':
      return `${proxy} forbids ${tunnel} (${answerWords(outcome)})`;
    case 'cannot-connect':
      return `${proxy} got no connection for ${tunnel} (${answerWords(outcome)})`;
    case 'cannot-resolve':
      return `${proxy} did not find the name for ${tunnel} (${answerWords(outcome)})`;
    case 'refused':
      return `${proxy} refused ${tunnel} (${answerWords(outcome)})${outcome.http?.location === undefined ? '' : ` and sends to ${outcome.http.location}`}`;
    case 'no-answer':
      return bytesReceived === 0
        ? `${proxy} took the request for ${tunnel} and did not answer it in ${said(elapsedMs)}`
        : `${proxy} had not finished its answer for ${tunnel} after ${said(elapsedMs)}; ${bytesReceived} bytes came`;
    case 'closed':
    case 'reset':
      return `${proxy} ${code === 'closed' ? 'closed' : 'reset'} the connection when it was asked for ${tunnel}`;
    case 'not-a-proxy':
      return outcome.http === undefined
        ? `what answers at ${endpoint(outcome.proxyAddress, outcome.proxy.port)} is not such a proxy: it said "${firstLine ?? ''}"`
        : `what answers at ${endpoint(outcome.proxyAddress, outcome.proxy.port)} took CONNECT for an ordinary request (${answerWords(outcome)})`;
    case 'proxy-tls-failed':
      return `no TLS with ${proxy} itself (${error?.errno ?? 'no reason was given'})`;
    case 'no-connection':
      return `no connection with ${proxy} (${error?.errno ?? 'unknown'}${timings.connectMs === undefined ? '' : ` after ${said(timings.connectMs)}`})`;
    case 'failed':
      return `nothing was learned of ${tunnel} through ${proxy} (${error?.errno ?? 'unknown'})`;
  }
}

function cutWords({ end, timings, inside }: ProxyOutcome): string {
  const after = said(timings.insideMs ?? 0);
  const bytes = (inside?.tls ?? inside?.nats)?.bytesReceived ?? 0;
  const what = bytes === 0 ? 'before a byte came through it' : `after ${bytes} bytes came through it`;
  if (end === 'silent')
    return bytes === 0
      ? `nothing came through it in ${after}`
      : `nothing more came through it after ${bytes} bytes, in ${after}`;
  return `it was ${end === 'rst' ? 'reset' : 'closed'} after ${after}, ${what}`;
}

/** The refusal in the proxy's own codes: status or reply, and its reason where it gave one. */
function answerWords({ http, socks, proxyReason }: ProxyOutcome): string {
  const reason = proxyReason === undefined ? '' : `, ${proxyReason}`;
  if (http !== undefined) return `${`${http.status} ${http.statusText}`.trim()}${reason}`;
  if (socks?.reply !== undefined) return `SOCKS reply ${socks.reply.code}, ${socks.reply.name}`;
  if (socks?.loginStatus !== undefined) return `SOCKS login status ${socks.loginStatus}`;
  if (socks?.method === 255) return 'SOCKS method 255: none of those that were offered';
  return socks?.method === 2 ? 'SOCKS method 2: user name and password' : 'no reason was given';
}

function loginWords({ http, login, socks }: ProxyOutcome): string {
  const schemes = http?.schemes ?? [];
  const offered = schemes.length === 0 ? '' : ` by ${listed(schemes)}`;
  if (login === 'none') return `${offered}; none was given`;
  if (login !== 'withheld') return offered;
  const isBasic = socks !== undefined || schemes.some((scheme) => scheme.toLowerCase() === 'basic');
  return isBasic
    ? `${offered}; it was not sent, because it was refused before or the proxy did not prove who it is`
    : `${offered}; Airway can only send it by Basic`;
}
