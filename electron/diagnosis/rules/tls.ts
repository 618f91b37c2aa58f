import type { CauseId } from '../../contract/cause-ids.ts';
import { isIpv4, isIpv6 } from '../../contract/host-name.ts';
import type { Certificate, CertificateFault, TlsOutcome } from '../../contract/outcomes/tls.ts';
import { endpoint, listed, said } from '../../contract/spoken.ts';
import vendors from '../data/inspection-vendors.json' with { type: 'json' };
import type { Rule, Sighting } from '../rule.ts';
import type { PortView, Seen, SiteView } from '../site-view.ts';
import { certificateCauses, httpCauses } from './cause-sets.ts';

type Tls = Seen<'tls'>;

const tlsOf = (port: PortView): Tls[] => port.ends.flatMap(({ tls }) => (tls === undefined ? [] : [tls]));
const where = (rows: readonly Tls[]): string =>
  listed(rows.map(({ outcome }) => endpoint(outcome.address, outcome.port)));
const leafOf = (row: Tls): Certificate | undefined => row.outcome.chain[0];

/** TCP opened on each of these, so the path is clear up to the service. */
const pathIsClear = (rows: readonly Tls[]): string => `not the network path: TCP to ${where(rows)} opened`;

/** One cause that shows in how the handshake ended. */
function handshakeRule(
  cause: CauseId,
  explains: readonly CauseId[],
  matches: (outcome: TlsOutcome) => boolean,
  say: (rows: readonly Tls[], first: TlsOutcome) => string,
  confidence: (first: TlsOutcome) => number,
): Rule {
  return {
    cause,
    explains,
    see: (view) =>
      view.ports.flatMap((port): Sighting[] => {
        const hits = tlsOf(port).filter(({ outcome }) => matches(outcome));
        const [first] = hits;
        if (first === undefined) return [];
        return [
          {
            subject: port.subject,
            detail: say(hits, first.outcome),
            evidence: hits.map(({ id }) => id),
            confidence: confidence(first.outcome),
            ruledOut: [pathIsClear(hits)],
            fill: {
              HOST: view.consoleHost ?? '',
              NAME: view.consoleHost ?? '',
              ADDRESS: first.outcome.address,
              PORT: String(port.port),
            },
          },
        ];
      }),
  };
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

/** The vendor whose mark stands in a name of the chain, from the list in `data/inspection-vendors.json`. */
function inspectionVendor(chain: readonly Certificate[]): string | undefined {
  const names = chain.map(({ issuer }) => issuer.toLowerCase()).join('\n');
  return vendors.find(({ marks }) => marks.some((mark) => names.includes(mark)))?.vendor;
}

const tlsInspected: Rule = {
  cause: 'tls-inspected',
  explains: certificateCauses,
  see: (view) =>
    view.ports.flatMap((port): Sighting[] => {
      const hits = tlsOf(port).filter(
        ({ outcome }) => inspectionVendor(outcome.chain) !== undefined && !isProfileTrusted(outcome),
      );
      const [first] = hits;
      const leaf = first === undefined ? undefined : leafOf(first);
      if (first === undefined || leaf === undefined) return [];
      const vendor = inspectionVendor(first.outcome.chain) ?? '';
      return [
        {
          subject: port.subject,
          detail: `The certificate that ${where(hits)} showed was issued by ${leaf.issuerCommonName ?? leaf.issuer}, the mark of ${vendor}: something on the way opens the connection and signs it anew.`,
          evidence: hits.map(({ id }) => id),
          confidence: first.outcome.faults.some(
            (fault) => fault === 'untrusted-authority' || fault === 'incomplete-chain',
          )
            ? 0.85
            : 0.7,
          ruledOut: [pathIsClear(hits)],
          fill: {
            HOST: view.consoleHost ?? '',
            NAME: view.consoleHost ?? '',
            ADDRESS: first.outcome.address,
            PORT: String(port.port),
          },
        },
      ];
    }),
};

const isProfileTrusted = ({ trust }: TlsOutcome): boolean =>
  trust.some(({ store, code }) => store === 'profile' && code === 'trusted');

/** One cause for one fault of the certificate or its chain. */
function certificateRule(
  cause: CauseId,
  fault: CertificateFault,
  explains: readonly CauseId[],
  confidence: number | ((outcome: TlsOutcome) => number),
  say: (row: Tls, leaf: Certificate, view: SiteView) => string,
): Rule {
  return {
    cause,
    explains,
    see: (view) =>
      view.ports.flatMap((port): Sighting[] => {
        const all = tlsOf(port).filter(({ outcome }) => outcome.chain.length > 0);
        const hits = all.filter(({ outcome }) => outcome.faults.includes(fault));
        const [first] = hits;
        const leaf = first === undefined ? undefined : leafOf(first);
        if (first === undefined || leaf === undefined) return [];
        const healthy = all.filter((row) => !hits.includes(row));
        return [
          {
            subject: port.subject,
            detail: `${where(hits)}: ${say(first, leaf, view)}${healthy.length === 0 ? '' : ` ${where(healthy)} shows another certificate, without this fault.`}`,
            evidence: hits.map(({ id }) => id),
            confidence:
              (typeof confidence === 'number' ? confidence : confidence(first.outcome)) -
              (first.outcome.chainSource === 'wire' ? 0 : 0.1),
            ruledOut: [pathIsClear(hits)],
            fill: {
              HOST: view.consoleHost ?? '',
              NAME: view.consoleHost ?? '',
              ADDRESS: first.outcome.address,
              PORT: String(port.port),
            },
          },
        ];
      }),
  };
}

const day = (iso: string): string => iso.slice(0, 10);
const daysBetween = (fromMs: number, toMs: number): number =>
  Math.floor(Math.abs(toMs - fromMs) / 86_400_000);
const runTime = (view: SiteView): number => Date.parse(view.state.run?.startedAt ?? '') || 0;
const inDays = (days: number): string => (days === 1 ? '1 day' : `${days} days`);

const certificateExpired = certificateRule(
  'certificate-expired',
  'expired',
  ['certificate-expires-soon'],
  0.95,
  ({ outcome }, leaf, view) => {
    const now = runTime(view);
    const old = outcome.chain.find(({ notAfter }) => Date.parse(notAfter) < now) ?? leaf;
    const which =
      old === leaf ? 'the certificate' : `the certificate of ${old.commonName ?? old.subject} in the chain`;
    return `${which} was valid until ${day(old.notAfter)}, ${inDays(daysBetween(Date.parse(old.notAfter), now))} ago by this machine's clock.`;
  },
);

const certificateNotYetValid = certificateRule(
  'certificate-not-yet-valid',
  'not-yet-valid',
  [],
  0.9,
  ({ outcome }, leaf, view) => {
    const now = runTime(view);
    const young = outcome.chain.find(({ notBefore }) => Date.parse(notBefore) > now) ?? leaf;
    return `the certificate is valid only from ${day(young.notBefore)}, ${inDays(daysBetween(now, Date.parse(young.notBefore)))} ahead of this machine's clock.`;
  },
);

const certificateExpiresSoon = certificateRule(
  'certificate-expires-soon',
  'expires-soon',
  [],
  0.95,
  (_row, leaf, view) =>
    `the certificate is valid until ${day(leaf.notAfter)}, ${inDays(daysBetween(runTime(view), Date.parse(leaf.notAfter)))} from now.`,
);

function namesOf({ dnsNames, ipAddresses }: Certificate): string {
  const names = [...dnsNames, ...ipAddresses];
  return names.length === 0 ? 'no name at all' : listed(names);
}

const certificateNameMismatch = certificateRule(
  'certificate-name-mismatch',
  'name-mismatch',
  [],
  0.95,
  ({ outcome }, leaf) => {
    const { expectedName } = outcome;
    const isAddress = isIpv4(expectedName) || isIpv6(expectedName);
    const hint =
      isAddress && leaf.dnsNames.length > 0
        ? ` An IP address was used, and the certificate holds names: use ${leaf.dnsNames[0] ?? ''}.`
        : '';
    return `the certificate is for ${namesOf(leaf)}, not for ${expectedName}.${hint}`;
  },
);

const checkedStores = ({ trust }: TlsOutcome): string => {
  const stores = trust.filter(({ code }) => code === 'untrusted').map(({ store }) => STORE_WORDS[store]);
  return stores.length === 0
    ? 'any store that could be read'
    : stores.length === 1
      ? (stores[0] ?? '')
      : `any of ${listed(stores)}`;
};

const STORE_WORDS: Readonly<Record<TlsOutcome['trust'][number]['store'], string>> = {
  runtime: "the runtime's own list",
  os: "this machine's trust store",
  profile: "the profile's authority file",
};

/** One certificate on the wire, signed by somebody who was not sent. */
const isLoneLeaf = ({ chain }: TlsOutcome): boolean => chain.length === 1 && chain[0]?.isSelfSigned === false;

const certificateAuthorityUntrusted = certificateRule(
  'certificate-authority-untrusted',
  'untrusted-authority',
  [],
  (outcome) => (isLoneLeaf(outcome) ? 0.75 : 0.9),
  ({ outcome }) => {
    const top = outcome.chain.at(-1);
    const doubt = isLoneLeaf(outcome)
      ? ' Only one certificate was sent, so an intermediate that is missing would look much the same.'
      : '';
    return `the chain ends at ${top?.isSelfSigned === true ? top.subject : (top?.issuer ?? 'an unknown authority')}, which is not in ${checkedStores(outcome)}.${doubt}`;
  },
);

const certificateChainIncomplete = certificateRule(
  'certificate-chain-incomplete',
  'incomplete-chain',
  ['certificate-authority-untrusted'],
  (outcome) => (isLoneLeaf(outcome) ? 0.75 : 0.85),
  ({ outcome }) => {
    const top = outcome.chain.at(-1);
    const sent =
      outcome.chain.length === 1 ? 'only its own certificate' : `${outcome.chain.length} certificates`;
    return `the server sends ${sent}; the certificate of ${top?.issuerCommonName ?? top?.issuer ?? 'the issuer'}, which signed the last of them, is missing. Browsers may fetch it and hide the fault.`;
  },
);

const certificateSelfSigned = certificateRule(
  'certificate-self-signed',
  'self-signed',
  ['certificate-authority-untrusted', 'certificate-chain-incomplete'],
  0.95,
  (_row, leaf) =>
    `the certificate of ${leaf.commonName ?? leaf.subject} is signed with its own key and by no authority.`,
);

const certificateTrustedByOsOnly = certificateRule(
  'certificate-trusted-by-os-only',
  'trusted-by-os-only',
  [],
  0.9,
  ({ outcome }) => {
    const anchor = outcome.trust.find(({ store }) => store === 'os')?.anchor;
    return `this machine's trust store knows the authority${anchor === undefined ? '' : ` (${anchor})`}; programs that bring their own list of authorities do not.`;
  },
);

const certificateWithoutSan = certificateRule(
  'certificate-without-san',
  'without-san',
  ['certificate-name-mismatch'],
  0.95,
  (_row, leaf) =>
    `the certificate names ${leaf.commonName ?? leaf.subject} only in its subject and has no subject alternative name; browsers and Go programs refuse it.`,
);

const weakness = (certificate: Certificate, faults: readonly CertificateFault[]): string =>
  faults.includes('weak-key')
    ? `a ${certificate.keyType} key of ${certificate.keyBits ?? '?'} bits`
    : `a signature of ${certificate.signatureAlgorithm}`;

const certificateWeak: Rule = {
  cause: 'certificate-weak',
  explains: [],
  see: (view) => {
    const both = (['weak-key', 'weak-signature'] as const).map((fault) =>
      certificateRule('certificate-weak', fault, [], 0.9, ({ outcome }, leaf) => {
        const weak =
          outcome.chain.find((one) =>
            fault === 'weak-key'
              ? one.keyType.toLowerCase() === 'rsa' && (one.keyBits ?? 4096) < 2048
              : /sha1|md5/i.test(one.signatureAlgorithm),
          ) ?? leaf;
        return `the certificate of ${weak.commonName ?? weak.subject} has ${weakness(weak, [fault])}.`;
      }),
    );
    return both.flatMap((rule) => rule.see(view));
  },
};

/** Causes that show in the handshake and in the certificate. Handshake first: without one there is no certificate. */
export const TLS_RULES: readonly Rule[] = [
  plainHttp,
  wrongService,
  tlsNoAnswer,
  tlsVersionTooOld,
  tlsNameNotServed,
  clientCertificateAlert,
  tlsNoCommonCipher,
  tlsInspected,
  certificateSelfSigned,
  certificateExpired,
  certificateNotYetValid,
  certificateAuthorityUntrusted,
  certificateChainIncomplete,
  certificateWithoutSan,
  certificateNameMismatch,
  certificateTrustedByOsOnly,
  certificateExpiresSoon,
  certificateWeak,
];
