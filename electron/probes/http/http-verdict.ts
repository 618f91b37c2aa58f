import type { HttpOutcome } from '../../contract/outcomes/http.ts';
import { endpoint } from '../../contract/spoken.ts';
import type { Verdict } from '../probe.ts';

type Judged = { readonly status: Verdict['status']; readonly text: string };

/** Any answer below 500 that is not somebody else's page passes; 401, 403 and 404 are answers of a server that is alive. */
export function judgeHttp(outcome: HttpOutcome): Verdict {
  const { status, text } =
    outcome.code === 'answered'
      ? judgeAnswer(outcome)
      : { status: 'failed' as const, text: whyNoAnswer(outcome) };
  return { status, reason: sentence(text) };
}

function judgeAnswer(outcome: HttpOutcome): Judged {
  const answer = answerOf(outcome);
  const page = judgeSignature(outcome, answer);
  if (page !== undefined) return page;
  const last = outcome.redirects.at(-1);
  if (last?.toOtherHost === true)
    return { status: 'warned', text: `${answer} and sends clients to another host: ${last.location ?? ''}` };
  if ((outcome.status ?? 0) >= 500)
    return { status: 'failed', text: `${answer}, after ${firstByte(outcome)} ms` };
  if (last !== undefined && !last.followed)
    return {
      status: 'passed',
      text: `${answer}, a redirect to ${last.location ?? ''} that was not followed`,
    };
  const title = outcome.title === undefined ? '' : `, a page titled "${outcome.title}"`;
  return { status: 'passed', text: `${answer} after ${firstByte(outcome)} ms${title}` };
}

/** What the body was recognised as; undefined where it says nothing against the server. */
function judgeSignature({ signature }: HttpOutcome, answer: string): Judged | undefined {
  const words = signature.quote === undefined ? '' : `: "${signature.quote}"`;
  const of = signature.product === undefined ? '' : ` of ${signature.product}`;
  switch (signature.code) {
    case 'invalid-host-header':
      return { status: 'failed', text: `${answer} and refuses the host name${words}` };
    case 'web-filter':
      return { status: 'failed', text: `${answer} with a block page${of}${words}` };
    case 'login-portal':
      return { status: 'failed', text: `${answer} with a login portal${of}${words}` };
    case 'client-certificate':
      return { status: 'failed', text: `${answer} because no client certificate was shown${words}` };
    case 'plain-on-tls-port':
      return { status: 'failed', text: `${answer} because it took the request for plain HTTP${words}` };
    case 'default-page':
      return { status: 'warned', text: `${answer} with the page of an empty web server${of}${words}` };
    case 'air-console':
    case 'unknown':
      return undefined;
  }
}

/** Why there is no answer, in words. */
export function whyNoAnswer({ code, address, port, error, elapsedMs, raw }: HttpOutcome): string {
  const where = endpoint(address, port);
  const ms = Math.round(elapsedMs);
  switch (code) {
    case 'answered':
      return '';
    case 'closed':
      return `${where} closed the connection without an HTTP answer${error === undefined ? '' : ` (${error.errno})`}`;
    case 'silent':
      return raw.some(({ direction }) => direction === 'received')
        ? `${where} sent only a part of an HTTP answer in ${ms} ms`
        : `${where} gave no HTTP answer in ${ms} ms`;
    case 'malformed':
      return `${where} answered with something that is not HTTP${error === undefined ? '' : ` (${error.errno})`}`;
    case 'tls-failed':
      return `no TLS connection with ${where} to ask through${error === undefined ? '' : ` (${error.errno})`}`;
  }
}

/** `10.0.0.5:443 answered HTTP 404 Not Found`. */
export function answerOf({ address, port, status, statusText }: HttpOutcome): string {
  return `${endpoint(address, port)} answered HTTP ${status ?? ''} ${statusText ?? ''}`.trimEnd();
}

const firstByte = ({ timings, elapsedMs }: HttpOutcome): number =>
  Math.round(timings.firstByteMs ?? elapsedMs);

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
