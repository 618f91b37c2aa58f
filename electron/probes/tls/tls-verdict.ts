import type { Certificate, CertificateFault, TlsOutcome } from '../../contract/outcomes/tls.ts';
import { endpoint } from '../../contract/spoken.ts';
import type { Verdict } from '../probe.ts';

/** Faults with which clients still connect. */
const WARNINGS: ReadonlySet<CertificateFault> = new Set([
  'expires-soon',
  'trusted-by-os-only',
  'weak-key',
  'weak-signature',
]);

/** A handshake without a fault passes, one with mere warnings is warned about, and everything else has failed. */
export function judgeTls(outcome: TlsOutcome): Verdict {
  if (outcome.code !== 'established') return { status: 'failed', reason: sentence(handshakeReason(outcome)) };
  const faults = outcome.faults.map((fault) => faultReason(fault, outcome));
  const isFailed = outcome.faults.some((fault) => !WARNINGS.has(fault));
  if (faults.length > 0)
    return { status: isFailed ? 'failed' : 'warned', reason: sentence(faults.join('; ')) };
  const { version = 'TLS', cipher = 'an unknown cipher', chain, libraryVerdict, timings } = outcome;
  const [leaf] = chain;
  if (leaf === undefined)
    return {
      status: 'warned',
      reason: sentence(`${version} was established, but no certificate could be read`),
    };
  if (libraryVerdict !== undefined)
    return {
      status: 'warned',
      reason: sentence(
        `no fault was found in the certificate, yet the TLS library objects: ${libraryVerdict}`,
      ),
    };
  const asked =
    outcome.requestsClientCertificate === true
      ? '; a client certificate was asked for and is not required'
      : '';
  const ms = Math.round(timings.handshakeMs ?? outcome.elapsedMs);
  return {
    status: 'passed',
    reason: sentence(
      `${version} with ${cipher} in ${ms} ms, certificate for ${outcome.expectedName} valid until ${day(leaf.notAfter)}${asked}`,
    ),
  };
}

function handshakeReason(outcome: TlsOutcome): string {
  const { alert, plaintext, bytesReceived, error, elapsedMs } = outcome;
  const where = endpoint(outcome.address, outcome.port);
  switch (outcome.code) {
    case 'established':
      return '';
    case 'alert': {
      const what = `alert ${alert?.number ?? '?'} (${alert?.name ?? 'unknown'})`;
      if (alert?.afterHandshake === true)
        return `${where} finished the handshake and then refused with ${what}`;
      return `${where} refused the handshake with ${what}`;
    }
    case 'closed':
    case 'reset':
      return `${where} ${outcome.code === 'closed' ? 'closed' : 'reset'} the connection ${whenCut(outcome)}`;
    case 'silent':
      return bytesReceived === 0
        ? `${where} accepted the connection and sent nothing in ${Math.round(elapsedMs)} ms`
        : `${where} sent ${bytesReceived} bytes and then nothing more in ${Math.round(elapsedMs)} ms`;
    case 'not-tls':
      return `${where} does not speak TLS but ${PROTOCOL_WORDS[plaintext?.protocol ?? 'other']}: "${plaintext?.firstLine ?? ''}"`;
    case 'failed':
      return `the handshake with ${where} failed: ${error?.errno ?? 'no reason was given'}`;
  }
}

function whenCut(outcome: TlsOutcome): string {
  if (outcome.cipher !== undefined) return 'right after the handshake';
  if (outcome.bytesReceived > 0)
    return `after ${outcome.bytesReceived} bytes, in the middle of the handshake`;
  if (outcome.closedBeforeHello === true) return 'at once, before a ClientHello was sent as well';
  return outcome.closedBeforeHello === false
    ? 'when it got the ClientHello, and leaves it open without one'
    : 'without sending a byte';
}

const PROTOCOL_WORDS: Readonly<Record<NonNullable<TlsOutcome['plaintext']>['protocol'], string>> = {
  http: 'plain HTTP',
  ssh: 'SSH',
  smtp: 'SMTP',
  ftp: 'FTP',
  nats: 'NATS',
  other: 'something else',
};

function faultReason(fault: CertificateFault, outcome: TlsOutcome): string {
  const [leaf] = outcome.chain;
  const top = outcome.chain.at(-1);
  switch (fault) {
    case 'expired': {
      const oldest = earliest(outcome.chain, ({ notAfter }) => notAfter);
      return `${ownerOf(oldest, outcome)} expired on ${day(oldest?.notAfter)}`;
    }
    case 'expires-soon': {
      const oldest = earliest(outcome.chain, ({ notAfter }) => notAfter);
      return `${ownerOf(oldest, outcome)} expires on ${day(oldest?.notAfter)}`;
    }
    case 'not-yet-valid': {
      const newest = outcome.chain.toSorted((a, b) => b.notBefore.localeCompare(a.notBefore))[0];
      return `${ownerOf(newest, outcome)} is not valid before ${day(newest?.notBefore)}`;
    }
    case 'name-mismatch':
      return `the certificate is for ${namesOf(leaf)}, not for ${outcome.expectedName}`;
    case 'untrusted-authority':
      return `the authority "${top?.isSelfSigned === true ? top.subject : (top?.issuer ?? '')}" is trusted by no store that was checked`;
    case 'incomplete-chain':
      return `the server sent ${count(outcome.chain.length)} and not the one of "${top?.issuer ?? ''}" above`;
    case 'self-signed':
      return `the certificate of "${leaf?.subject ?? ''}" is signed by itself and is in no trust store`;
    case 'trusted-by-os-only':
      return 'the chain is trusted by the operating system, and not by the list that many programs bring along';
    case 'without-san':
      return 'the certificate has no subjectAltName, so browsers and Go programs refuse it';
    case 'weak-key': {
      const weak = earliest(outcome.chain, ({ keyBits }) => String(keyBits ?? 99_999).padStart(6, '0'));
      return `${ownerOf(weak, outcome)} has an ${(weak?.keyType ?? '').toUpperCase()} key of only ${weak?.keyBits ?? 0} bits`;
    }
    case 'weak-signature': {
      const weak = outcome.chain.find(
        ({ signatureAlgorithm, isSelfSigned }) =>
          !isSelfSigned && /md[25]|sha1(?!\d)/i.test(signatureAlgorithm),
      );
      return `${ownerOf(weak, outcome)} is signed with ${weak?.signatureAlgorithm ?? 'an old digest'}`;
    }
  }
}

/** The certificate whose text sorts first. */
const earliest = (
  chain: readonly Certificate[],
  key: (one: Certificate) => string,
): Certificate | undefined => chain.toSorted((a, b) => key(a).localeCompare(key(b)))[0];

const ownerOf = (certificate: Certificate | undefined, { chain }: TlsOutcome): string =>
  certificate === undefined || certificate === chain[0]
    ? 'the certificate'
    : `the certificate of "${certificate.subject}" above it`;

/** Names as a person lists them: three, and how many more. */
function namesOf(leaf: Certificate | undefined): string {
  const names = [...(leaf?.dnsNames ?? []), ...(leaf?.ipAddresses ?? [])];
  if (leaf?.hasSan !== true && leaf?.commonName !== undefined) names.push(leaf.commonName);
  if (names.length === 0) return 'no name at all';
  const more = names.length - 3;
  return names.slice(0, 3).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const count = (certificates: number): string =>
  certificates === 1 ? 'only its own certificate' : `${certificates} certificates`;

const day = (iso: string | undefined): string => (iso ?? 'an unknown day').slice(0, 10);

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
