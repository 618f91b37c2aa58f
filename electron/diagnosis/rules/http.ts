import type { CauseId } from '../../contract/cause-ids.ts';
import type { HttpOutcome } from '../../contract/outcomes/http.ts';
import { listed, said } from '../../contract/spoken.ts';
import type { Rule, Sighting } from '../rule.ts';
import type { PortView, Seen, SiteView } from '../site-view.ts';
import { portRule, where } from './port-rule.ts';

type Http = Seen<'http'>;

const httpOf = (port: PortView): Http[] =>
  port.ends.flatMap(({ http }) => (http === undefined ? [] : [http]));

const statusOf = ({ status, statusText }: HttpOutcome): string =>
  status === undefined
    ? 'no status'
    : `${status}${statusText === undefined || statusText === '' ? '' : ` ${statusText}`}`;

/** One cause that shows in the answer to a request. */
function answerRule(
  cause: CauseId,
  explains: readonly CauseId[],
  matches: (outcome: HttpOutcome) => boolean,
  say: (rows: readonly Http[], first: HttpOutcome, view: SiteView) => string,
  confidence: (first: HttpOutcome) => number,
): Rule {
  return portRule(cause, explains, {
    rows: httpOf,
    matches: ({ outcome }) => matches(outcome),
    tell: (hits, view) => ({
      detail: say(hits, hits[0].outcome, view),
      ...(hits[0].outcome.code !== 'answered' ? {} : { quote: `answer ${statusOf(hits[0].outcome)}` }),
      confidence: confidence(hits[0].outcome),
    }),
    ruledOut: (hits) => `not the network path and not TLS: the request reached ${where(hits)}`,
  });
}

const signed = (code: HttpOutcome['signature']['code']) => (outcome: HttpOutcome) =>
  outcome.signature.code === code;
const quoted = ({ signature }: HttpOutcome): string =>
  signature.quote === undefined ? '' : ` ("${signature.quote}")`;

const webFilterPage = answerRule(
  'web-filter-page',
  [
    'not-the-console',
    'redirected-elsewhere',
    'console-backend-down',
    'console-backend-hung',
    'api-token-rejected',
  ],
  signed('web-filter'),
  (rows, first) =>
    `${where(rows)} answered ${statusOf(first)} with a page of ${first.signature.product ?? 'a web filter'}${quoted(first)} in place of the Console.`,
  () => 0.9,
);

const clientCertificatePage = answerRule(
  'client-certificate-required',
  ['not-the-console', 'api-token-rejected'],
  signed('client-certificate'),
  (rows, first) =>
    `${where(rows)} made the TLS connection and then answered ${statusOf(first)}: it wants a client certificate${quoted(first)}.`,
  () => 0.95,
);

/** RFC 8446 §6.2 alert 116 by OpenSSL's name for it. */
const isCertificateAlert = ({ code, error }: HttpOutcome): boolean =>
  code === 'tls-failed' && /ALERT_CERTIFICATE_REQUIRED$/.test(error?.errno ?? '');

/** In TLS 1.3 a slow server says so only after the handshake check is over; then the request meets the refusal. */
const clientCertificateLate: Rule = {
  cause: 'client-certificate-required',
  explains: [],
  see: (view) =>
    view.ports.flatMap(({ subject, host, port, ends }): Sighting[] => {
      const rows = ends
        .flatMap(({ http, token }) => [http, token])
        .flatMap((row) => (row !== undefined && isCertificateAlert(row.outcome) ? [row] : []));
      const [first] = rows;
      if (first === undefined) return [];
      return [
        {
          subject,
          detail: `${listed([...new Set(rows.map(({ check }) => check.target))])} finished the handshake and then refused the request for want of a client certificate (${first.outcome.error?.errno ?? ''}).`,
          evidence: rows.map(({ id }) => id),
          confidence: 0.95,
          fill: { HOST: host, ADDRESS: first.outcome.address, PORT: String(port) },
        },
      ];
    }),
};

const invalidHostHeader = answerRule(
  'invalid-host-header',
  ['not-the-console', 'console-backend-down', 'api-token-rejected'],
  signed('invalid-host-header'),
  (rows, first, view) =>
    `${where(rows)} answered ${statusOf(first)} with "${first.signature.quote ?? 'Invalid Host Header'}" to the Host ${first.hostHeader}: the Console's own address differs from ${view.consoleHost ?? 'the one that was used'}.`,
  () => 0.95,
);

const consoleBackendDown = answerRule(
  'console-backend-down',
  ['not-the-console', 'api-token-rejected'],
  ({ code, status, signature }) =>
    signature.code === 'unknown' &&
    ((code === 'answered' && (status === 502 || status === 503)) || code === 'closed'),
  (rows, first) =>
    first.code === 'closed'
      ? `${where(rows)} took the request and closed the connection without an answer.`
      : `${where(rows)} answered ${statusOf(first)} in ${said(first.elapsedMs)}: the web server in front is up, the application behind it is not.`,
  ({ code, status }) => (code === 'closed' ? 0.5 : status === 502 ? 0.95 : 0.85),
);

const consoleBackendHung = answerRule(
  'console-backend-hung',
  ['not-the-console', 'api-token-rejected'],
  ({ code, status, signature }) =>
    signature.code === 'unknown' && ((code === 'answered' && status === 504) || code === 'silent'),
  (rows, first) =>
    first.code === 'silent'
      ? `${where(rows)} took the request and gave no answer in ${said(first.elapsedMs)}.`
      : `${where(rows)} answered ${statusOf(first)} after ${said(first.elapsedMs)}: the application behind the web server does not answer.`,
  ({ code }) => (code === 'silent' ? 0.7 : 0.95),
);

const leavesHost = ({ redirects, signature }: HttpOutcome): boolean =>
  redirects.some(({ toOtherHost }) => toOtherHost) || signature.code === 'login-portal';

const redirectedElsewhere = answerRule(
  'redirected-elsewhere',
  ['not-the-console'],
  leavesHost,
  (rows, first) => {
    const hop = first.redirects.find(({ toOtherHost }) => toOtherHost);
    return hop === undefined
      ? `${where(rows)} answered ${statusOf(first)} with a login page${quoted(first)} that is not the Console's.`
      : `${where(rows)} answered ${hop.status} and sends to ${hop.location ?? 'another host'}, which is another host; it was not followed.`;
  },
  (first) => (first.signature.code === 'login-portal' ? 0.7 : 0.85),
);

const notTheConsole = answerRule(
  'not-the-console',
  ['api-token-rejected'],
  signed('default-page'),
  (rows, first) =>
    `${where(rows)} answered ${statusOf(first)} with the default page of ${first.signature.product ?? 'a web server'}${quoted(first)}: this is not the Console.`,
  () => 0.85,
);

const apiTokenRejected: Rule = {
  cause: 'api-token-rejected',
  explains: [],
  see: (view) => {
    const rows = view.tokens.filter(({ outcome }) => outcome.token?.code === 'rejected');
    // The API may live on either port: one that takes the token is enough.
    if (view.tokens.some(({ outcome }) => outcome.token?.code === 'accepted')) return [];
    const [first] = rows;
    if (first === undefined) return [];
    const { outcome } = first;
    return [
      {
        subject: first.subject,
        detail: `${listed(rows.map(({ check }) => check.target))} answered ${statusOf(outcome)} to the API token${outcome.token?.message === undefined ? '' : ` ("${outcome.token.message}")`}.`,
        evidence: rows.map(({ id }) => id),
        confidence: outcome.status === 401 ? 0.9 : 0.8,
        ruledOut: ['not the connection: the Console answered the request'],
        quote: `answer ${statusOf(outcome)}`,
        fill: { HOST: view.consoleHost ?? '', ADDRESS: outcome.address, PORT: String(outcome.port) },
      },
    ];
  },
};

/** Causes that show in an HTTP answer, on a connection that is otherwise fine. */
export const HTTP_RULES: readonly Rule[] = [
  webFilterPage,
  clientCertificatePage,
  clientCertificateLate,
  invalidHostHeader,
  consoleBackendDown,
  consoleBackendHung,
  redirectedElsewhere,
  notTheConsole,
  apiTokenRejected,
];
