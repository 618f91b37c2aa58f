import type { CauseId } from '../../contract/cause-ids.ts';
import type { ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import { listed, said } from '../../contract/spoken.ts';
import { isSameBothWays, type ProxyView } from '../proxy-view.ts';
import type { Rule, Sighting } from '../rule.ts';
import type { SiteView } from '../site-view.ts';
import { proxyDown } from './proxy-down.ts';
import { proxyName, sightingOf, targetsOf, type Way } from './proxy-sighting.ts';
import { inspectedByProxy, proxyCutsTunnel } from './proxy-tunnel.ts';

/** What one rule says of the ways that show its cause. */
type Tell = (
  hits: readonly [Way, ...Way[]],
  proxy: ProxyView,
  view: SiteView,
) => { readonly say: string; readonly confidence: number };

/** One cause that shows in what a proxy answered, for all ports that it was asked for. */
function answerRule(cause: CauseId, matches: (way: Way, proxy: ProxyView) => boolean, tell: Tell): Rule {
  return {
    cause,
    explains: [],
    see: (view) =>
      view.proxies.flatMap((proxy): Sighting[] => {
        const [first, ...others] = proxy.ways.filter(
          (way) => matches(way, proxy) && !isSameBothWays(view, way),
        );
        if (first === undefined) return [];
        const hits: readonly [Way, ...Way[]] = [first, ...others];
        const { say, confidence } = tell(hits, proxy, view);
        return [sightingOf(view, proxy, hits, say, confidence)];
      }),
  };
}

/** The proxy's refusal in its own codes. */
function refusalWords({ http, socks, proxyReason }: ProxyOutcome): string {
  const reason = proxyReason === undefined ? '' : `, ${proxyReason}`;
  if (http !== undefined) return `${`${http.status} ${http.statusText}`.trim()}${reason}`;
  if (socks?.reply !== undefined) return `SOCKS reply ${socks.reply.code} (${socks.reply.name})`;
  if (socks?.loginStatus !== undefined) return `SOCKS login status ${socks.loginStatus}`;
  if (socks?.method === undefined) return 'no word';
  // RFC 1928 §3: X'FF' NO ACCEPTABLE METHODS
  return socks.method === 255
    ? 'SOCKS method 255 (none of the ways to log in that were offered)'
    : `SOCKS method ${socks.method}`;
}

/** Some proxies send a browser to a page to sign in, and answer CONNECT the same way. */
const isSignInRedirect = ({ code, http }: ProxyOutcome): boolean =>
  code === 'refused' && http?.location !== undefined && http.status >= 300 && http.status < 400;

const loginRequired = answerRule(
  'proxy-login-required',
  ({ outcome }) =>
    outcome.code === 'login-required' || outcome.code === 'login-refused' || isSignInRedirect(outcome),
  (hits, proxy) => {
    const spokesman = (hits.find(({ outcome }) => outcome.code === 'login-refused') ?? hits[0]).outcome;
    const { http, login, code } = spokesman;
    const answered = `${proxyName(proxy)} answered ${refusalWords(spokesman)} when it was asked for ${targetsOf(hits)}`;
    if (isSignInRedirect(spokesman))
      return {
        say: `${answered} and sends to ${http?.location ?? 'another page'}: it probably wants a sign-in first.`,
        confidence: 0.5,
      };
    const schemes = http?.schemes ?? [];
    const offers = schemes.length === 0 ? '' : `, and offers ${listed(schemes)}`;
    if (code === 'login-refused')
      return {
        say: `${answered} with the login that was given: it was sent once and refused.`,
        confidence: 0.95,
      };
    const isBasic = http === undefined || schemes.some((scheme) => scheme.toLowerCase() === 'basic');
    const why =
      login !== 'withheld'
        ? ' No login was given.'
        : isBasic
          ? ' The login that was given was not sent: the proxy did not prove who it is, or refused it before.'
          : ' Airway can send a login by Basic only, so whether the one that was given is right was not tried.';
    return { say: `${answered}${offers}.${why}`, confidence: 0.95 };
  },
);

const passesAnother = ({ ways }: ProxyView): boolean =>
  ways.some(({ outcome }) => outcome.code === 'through');

/** Said by the proxy itself; or, where it lets another port through, by hanging up on this one. */
const isForbidden = ({ outcome }: Way, proxy: ProxyView): boolean =>
  outcome.code === 'forbidden' ||
  outcome.socks?.reply?.code === 7 ||
  ((outcome.code === 'closed' || outcome.code === 'reset') && passesAnother(proxy));

const forbidsPort = answerRule('proxy-forbids-port', isForbidden, (hits, proxy) => {
  const { outcome } = hits[0];
  if (outcome.code === 'closed' || outcome.code === 'reset')
    return {
      say: `${proxyName(proxy)} ${outcome.code === 'closed' ? 'closed' : 'reset'} the connection without a word when it was asked for ${targetsOf(hits)}.`,
      confidence: 0.6,
    };
  return {
    say: `${proxyName(proxy)} answered ${refusalWords(outcome)} when it was asked for ${targetsOf(hits)}.`,
    confidence: outcome.code === 'forbidden' ? (passesAnother(proxy) ? 0.95 : 0.85) : 0.6,
  };
});

/** SOCKS reply 1 and statuses from 500 on say that it went wrong on the far side, and no more. */
const isVagueFailure = ({ code, socks, http }: ProxyOutcome): boolean =>
  code === 'refused' && (socks?.reply?.code === 1 || (http?.status ?? 0) >= 500);

const cannotConnect = answerRule(
  'proxy-cannot-connect',
  ({ outcome }) =>
    outcome.code === 'cannot-connect' || outcome.code === 'no-answer' || isVagueFailure(outcome),
  (hits, proxy) => {
    const spokesman = (hits.find(({ outcome }) => outcome.code === 'cannot-connect') ?? hits[0]).outcome;
    const asked = `when it was asked for ${targetsOf(hits)}`;
    if (spokesman.code === 'no-answer') {
      const hasAnswered = proxy.ways.some(
        ({ outcome }) => outcome.http !== undefined || outcome.socks !== undefined,
      );
      return {
        say: `${proxyName(proxy)} took the request and gave no answer in ${said(spokesman.elapsedMs)} ${asked}. A proxy that waits for a host which does not answer looks so${hasAnswered ? '' : ', and so does one that hangs itself'}.`,
        confidence: hasAnswered ? 0.65 : 0.5,
      };
    }
    return {
      say: `${proxyName(proxy)} answered ${refusalWords(spokesman)} ${asked}: ${reasonInWords(spokesman)}.`,
      confidence: isVagueFailure(spokesman) ? 0.5 : isPrecise(spokesman) ? 0.95 : 0.8,
    };
  },
);

const isPrecise = ({ proxyReason, socks }: ProxyOutcome): boolean =>
  proxyReason !== undefined || socks?.reply !== undefined;

function reasonInWords({ proxyReason = '', socks }: ProxyOutcome): string {
  const reply = socks?.reply?.code;
  if (reply === 5 || /ECONNREFUSED|connection_refused/.test(proxyReason))
    return 'the host refused the connection of the proxy';
  if (/ETIMEDOUT|connection_timeout/.test(proxyReason)) return 'the host did not answer the proxy';
  if (reply === 3 || reply === 4 || /EHOSTUNREACH|ENETUNREACH|unroutable/.test(proxyReason))
    return 'the proxy has no way to the host';
  return 'the proxy got no connection to the host';
}

const cannotResolve = answerRule(
  'proxy-cannot-resolve',
  ({ outcome }) => outcome.code === 'cannot-resolve' || outcome.socks?.reply?.code === 8,
  (hits, proxy, view) => {
    const { outcome } = hits[0];
    const here = view.lookups.flatMap(({ outcome: { addresses } }) =>
      addresses.map(({ address }) => address),
    );
    const isUnsure = outcome.socks?.reply?.code === 8 || /CANNOT_FORWARD/.test(outcome.proxyReason ?? '');
    const contrast =
      here.length === 0 ? '' : ` This machine itself resolves it to ${listed([...new Set(here)])}.`;
    return {
      say: `${proxyName(proxy)} answered ${refusalWords(outcome)} when it was asked for ${targetsOf(hits)}: it ${isUnsure ? 'seems not to find' : 'does not find'} the name ${outcome.target.host}.${contrast}`,
      confidence: isUnsure ? 0.7 : 0.95,
    };
  },
);

/** Causes on the way through a proxy. */
export const PROXY_RULES: readonly Rule[] = [
  proxyDown,
  loginRequired,
  cannotResolve,
  cannotConnect,
  forbidsPort,
  proxyCutsTunnel,
  inspectedByProxy,
];
