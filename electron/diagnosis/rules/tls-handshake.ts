import type { CauseId } from '../../contract/cause-ids.ts';
import { greetingAnswer, greetingName } from '../../contract/greeting-words.ts';
import type { TlsOutcome } from '../../contract/outcomes/tls.ts';
import { listed, said } from '../../contract/spoken.ts';
import type { Rule } from '../rule.ts';
import type { Seen } from '../site-view.ts';
import { acceptedIn, type Compared, comparedFor, versionsIn } from '../tls-greetings-view.ts';
import { httpCauses } from './cause-sets.ts';
import { pathIsClear, portRule, where } from './port-rule.ts';
import { tlsOf } from './tls-rows.ts';

/**
 * One cause that shows in how the handshake ended, read with the greetings that were compared about it where there are any; their
 * row is then evidence too.
 */
function handshakeRule(
  cause: CauseId,
  explains: readonly CauseId[],
  matches: (outcome: TlsOutcome, compared: Compared | undefined) => boolean,
  say: (rows: readonly Seen<'tls'>[], first: TlsOutcome, compared: Compared | undefined) => string,
  confidence: (first: TlsOutcome, compared: Compared | undefined) => number,
): Rule {
  return portRule(cause, explains, {
    rows: tlsOf,
    matches: (row, view) => matches(row.outcome, comparedFor(view, row)),
    tell: (hits, view) => {
      const [first] = hits;
      const compared = comparedFor(view, first);
      return {
        detail: say(hits, first.outcome, compared),
        confidence: confidence(first.outcome, compared),
        ...(first.outcome.alert === undefined ? {} : { quote: `alert ${first.outcome.alert.number}` }),
        ...(compared === undefined ? {} : { evidence: [...hits.map(({ id }) => id), compared.row.id] }),
      };
    },
    ruledOut: pathIsClear,
  });
}

/** Alerts with which a server says that it wants a certificate of the client, RFC 8446 §6.2 and what older stacks send instead. */
const CLIENT_CERTIFICATE_ALERTS: ReadonlySet<number> = new Set([116, 42, 40, 48, 41]);

const wantsClientCertificate = ({ alert, requestsClientCertificate }: TlsOutcome): boolean =>
  alert !== undefined &&
  (alert.number === 116 ||
    (CLIENT_CERTIFICATE_ALERTS.has(alert.number) && requestsClientCertificate === true));

const clientCertificateAlert = handshakeRule(
  'client-certificate-required',
  ['tls-no-common-cipher', ...httpCauses],
  wantsClientCertificate,
  (rows, { alert }) =>
    `${where(rows)} asked for a client certificate and refused to go on without one (alert ${alert?.number ?? ''} ${alert?.name ?? ''}).`,
  ({ alert }) => (alert?.number === 116 ? 0.95 : 0.85),
);

const isOld = (version: string): boolean => /^(?:SSLv|TLSv1(?:\.1)?$)/.test(version);

/** True when greetings showed that the server has nothing above TLS 1.1: it chose an old version where 1.2 was offered too. */
function showsOldVersions(compared: Compared | undefined): boolean {
  const best = compared?.of('up-to-1.2');
  return best?.code === 'server-hello' && best.version !== undefined && isOld(best.version);
}

/** The suite that the server chose of all that are known, where current clients do not offer it. */
function outdatedSuite(compared: Compared | undefined): string | undefined {
  const best = compared?.of('up-to-1.2');
  const isFound =
    best?.code === 'server-hello' && best.version === 'TLSv1.2' && best.isCipherOutdated === true;
  return isFound ? best.cipher : undefined;
}

/** A server that answers with an old version in its ServerHello, in place of an alert, ends in the library's refusal. */
const speaksOldVersion = ({ code, version, alert }: TlsOutcome, compared: Compared | undefined): boolean =>
  (alert?.number === 70 && outdatedSuite(compared) === undefined) ||
  (code === 'failed' && isOld(version ?? '')) ||
  (alert?.number === 40 && showsOldVersions(compared));

const tlsVersionTooOld = handshakeRule(
  'tls-version-too-old',
  httpCauses,
  speaksOldVersion,
  (rows, { alert, version }, compared) => {
    const versions = compared === undefined ? [] : versionsIn(compared);
    const spoken = versions.length === 0 ? '' : ` It does speak ${listed(versions)}.`;
    if (alert === undefined)
      return `${where(rows)} answered the offer of TLS 1.2 and 1.3 with ${version ?? 'an older version'}.${spoken}`;
    const refusal = `${where(rows)} answered the offer of TLS 1.2 and 1.3 with alert ${alert.number} (${alert.name})`;
    if (versions.length > 0) return `${refusal}.${spoken}`;
    return compared === undefined
      ? `${refusal}: it speaks only older versions.`
      : `${refusal}, and goes on with no older version either.`;
  },
  (_first, compared) => {
    if (compared === undefined) return 0.9;
    if (showsOldVersions(compared)) return 0.95;
    // What it says and what it does to other greetings do not fit together.
    return 0.6;
  },
);

const tlsNoCommonCipher = handshakeRule(
  'tls-no-common-cipher',
  httpCauses,
  (outcome, compared) =>
    (outcome.alert?.number === 40 && !wantsClientCertificate(outcome) && !showsOldVersions(compared)) ||
    (outcome.alert?.number === 70 && outdatedSuite(compared) !== undefined),
  (rows, { alert }, compared) => {
    const refusal = `${where(rows)} answered the ClientHello with alert ${alert?.number ?? ''} (${alert?.name ?? ''})`;
    const suite = outdatedSuite(compared);
    if (suite !== undefined)
      return `${refusal}. Offered every cipher suite that is known, it chooses ${suite}, which current clients do not offer.`;
    const basic = `${refusal}: client and server share no cipher suite or key exchange.`;
    if (compared === undefined) return basic;
    const accepted = acceptedIn(compared);
    return accepted.length === 0
      ? `${refusal}, and so it did with every known cipher suite down to TLS 1.0. It may refuse for another reason than the cipher.`
      : `${basic} It goes on with ${listed(accepted.map(greetingName))}.`;
  },
  (_first, compared) => (outdatedSuite(compared) !== undefined ? 0.95 : compared === undefined ? 0.75 : 0.6),
);

const tlsNameNotServed = handshakeRule(
  'tls-name-not-served',
  httpCauses,
  ({ alert }) => alert?.number === 112,
  (rows, { servername }, compared) => {
    const [none, other] = [compared?.of('no-name'), compared?.of('other-name')];
    const others = [none, other].flatMap((greeting) =>
      greeting === undefined ? [] : [`${greetingName(greeting)} gets ${greetingAnswer(greeting)}`],
    );
    const contrast = others.length === 0 ? '' : ` For comparison, ${listed(others)}.`;
    return `${where(rows)} answered the servername ${servername ?? '(none)'} with alert 112 (unrecognized_name): it serves other names only.${contrast}`;
  },
  () => 0.95,
);

const plainHttp = handshakeRule(
  'plain-http-on-tls-port',
  httpCauses,
  ({ code, plaintext }) => code === 'not-tls' && plaintext?.protocol === 'http',
  (rows, { plaintext }) =>
    `${where(rows)} answered the ClientHello in plain HTTP ("${plaintext?.firstLine ?? ''}").`,
  () => 0.95,
);

const wrongService = handshakeRule(
  'wrong-service',
  httpCauses,
  ({ code, plaintext }) => code === 'not-tls' && plaintext !== undefined && plaintext.protocol !== 'http',
  (rows, { plaintext }) =>
    `${where(rows)} is not a TLS service${plaintext?.protocol === 'other' ? '' : ` but ${(plaintext?.protocol ?? '').toUpperCase()}`}: it said "${plaintext?.firstLine ?? ''}".`,
  ({ plaintext }) => (plaintext?.protocol === 'other' ? 0.7 : 0.95),
);

const tlsNoAnswer = handshakeRule(
  'tls-no-answer',
  httpCauses,
  ({ code, bytesReceived }) => code === 'silent' && bytesReceived === 0,
  (rows, { elapsedMs }, compared) => {
    const silence = `${where(rows)} accepted the connection and then sent nothing: no ServerHello in ${said(elapsedMs)}.`;
    if (compared === undefined)
      return `${silence} Large packets that get lost on the way would look the same.`;
    const { greetings } = compared.row.outcome;
    const answered = greetings.filter(({ code }) => code !== 'silent' && code !== 'failed');
    return answered.length === 0
      ? `${silence} ${greetings.length} other greetings, small ones among them, got nothing either.`
      : `${silence} Yet ${listed(answered.map((greeting) => `${greetingName(greeting)} gets ${greetingAnswer(greeting)}`))}.`;
  },
  (_first, compared) => {
    if (compared === undefined) return 0.75;
    return compared.row.outcome.greetings.every(({ code }) => code === 'silent') ? 0.9 : 0.5;
  },
);

/** Causes that show in the handshake: without one there is no certificate, so they stand before those of the certificate. */
export const HANDSHAKE_RULES: readonly Rule[] = [
  plainHttp,
  wrongService,
  tlsNoAnswer,
  tlsVersionTooOld,
  tlsNameNotServed,
  clientCertificateAlert,
  tlsNoCommonCipher,
];
