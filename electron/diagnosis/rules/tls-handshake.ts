import type { CauseId } from '../../contract/cause-ids.ts';
import type { TlsOutcome } from '../../contract/outcomes/tls.ts';
import { said } from '../../contract/spoken.ts';
import type { Rule } from '../rule.ts';
import type { Seen } from '../site-view.ts';
import { httpCauses } from './cause-sets.ts';
import { pathIsClear, portRule, where } from './port-rule.ts';
import { tlsOf } from './tls-rows.ts';

/** One cause that shows in how the handshake ended. */
function handshakeRule(
  cause: CauseId,
  explains: readonly CauseId[],
  matches: (outcome: TlsOutcome) => boolean,
  say: (rows: readonly Seen<'tls'>[], first: TlsOutcome) => string,
  confidence: (first: TlsOutcome) => number,
): Rule {
  return portRule(cause, explains, {
    rows: tlsOf,
    matches: ({ outcome }) => matches(outcome),
    tell: (hits) => ({ detail: say(hits, hits[0].outcome), confidence: confidence(hits[0].outcome) }),
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

/** A server that answers with an old version in its ServerHello, in place of an alert, ends in the library's refusal. */
const speaksOldVersion = ({ code, version, alert }: TlsOutcome): boolean =>
  alert?.number === 70 || (code === 'failed' && /^(?:SSLv|TLSv1(?:\.1)?$)/.test(version ?? ''));

const tlsVersionTooOld = handshakeRule(
  'tls-version-too-old',
  httpCauses,
  speaksOldVersion,
  (rows, { alert, version }) =>
    alert?.number === 70
      ? `${where(rows)} answered the offer of TLS 1.2 and 1.3 with alert 70 (protocol_version): it speaks only older versions.`
      : `${where(rows)} answered the offer of TLS 1.2 and 1.3 with ${version ?? 'an older version'}.`,
  () => 0.9,
);

const tlsNoCommonCipher = handshakeRule(
  'tls-no-common-cipher',
  httpCauses,
  (outcome) => outcome.alert?.number === 40 && !wantsClientCertificate(outcome),
  (rows) =>
    `${where(rows)} answered the ClientHello with alert 40 (handshake_failure): client and server share no cipher suite or key exchange.`,
  () => 0.75,
);

const tlsNameNotServed = handshakeRule(
  'tls-name-not-served',
  httpCauses,
  ({ alert }) => alert?.number === 112,
  (rows, { servername }) =>
    `${where(rows)} answered the servername ${servername ?? '(none)'} with alert 112 (unrecognized_name): it serves other names only.`,
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
  (rows, { elapsedMs }) =>
    `${where(rows)} accepted the connection and then sent nothing: no ServerHello in ${said(elapsedMs)}. Large packets that get lost on the way would look the same.`,
  () => 0.75,
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
