import type { CauseId } from '../../contract/cause-ids.ts';
import { isIpAddress } from '../../contract/host-name.ts';
import type { Certificate, CertificateFault, TlsOutcome } from '../../contract/outcomes/tls.ts';
import { listed } from '../../contract/spoken.ts';
import type { Rule } from '../rule.ts';
import type { PortView, Seen, SiteView } from '../site-view.ts';
import { certifiedPorts } from './certified-ports.ts';
import { INTERCEPTION_RULES } from './interception.ts';
import { pathIsClear, portRule, where } from './port-rule.ts';
import { tlsOf } from './tls-rows.ts';

/** A handshake that showed at least the server's own certificate. */
type WithLeaf = Seen<'tls'> & { readonly leaf: Certificate };

const certified = (port: PortView): WithLeaf[] =>
  tlsOf(port).flatMap((row) => {
    const [leaf] = row.outcome.chain;
    return leaf === undefined ? [] : [{ ...row, leaf }];
  });

/** One cause for one fault of the certificate or its chain. */
function certificateRule(
  cause: CauseId,
  fault: CertificateFault,
  explains: readonly CauseId[],
  confidence: number | ((outcome: TlsOutcome) => number),
  say: (row: WithLeaf, leaf: Certificate, view: SiteView) => string,
  quote?: (row: WithLeaf, view: SiteView) => string,
): Rule {
  return portRule(cause, explains, {
    ports: certifiedPorts,
    rows: certified,
    matches: ({ outcome }) => outcome.faults.includes(fault),
    tell: (hits, view, rows) => {
      const [first] = hits;
      const healthy = rows.filter((row) => !hits.includes(row));
      const contrast =
        healthy.length === 0 ? '' : ` ${where(healthy)} shows another certificate, without this fault.`;
      return {
        detail: `${where(hits)}: ${say(first, first.leaf, view)}${contrast}`,
        ...(quote === undefined ? {} : { quote: quote(first, view) }),
        confidence:
          (typeof confidence === 'number' ? confidence : confidence(first.outcome)) -
          // The library may have sorted the chain or left certificates out of it.
          (first.outcome.chainSource === 'wire' ? 0 : 0.1),
      };
    },
    ruledOut: pathIsClear,
  });
}

const day = (iso: string): string => iso.slice(0, 10);
const daysBetween = (fromMs: number, toMs: number): number =>
  Math.floor(Math.abs(toMs - fromMs) / 86_400_000);
const runTime = (view: SiteView): number => Date.parse(view.state.run?.startedAt ?? '') || 0;
const inDays = (days: number): string => (days === 1 ? '1 day' : `${days} days`);

/** The first certificate of a chain whose end date has passed. */
const endedIn = ({ chain }: TlsOutcome, leaf: Certificate, view: SiteView): Certificate =>
  chain.find(({ notAfter }) => Date.parse(notAfter) < runTime(view)) ?? leaf;

const certificateExpired = certificateRule(
  'certificate-expired',
  'expired',
  ['certificate-expires-soon'],
  0.95,
  ({ outcome }, leaf, view) => {
    const now = runTime(view);
    const old = endedIn(outcome, leaf, view);
    const which =
      old === leaf ? 'the certificate' : `the certificate of ${old.commonName ?? old.subject} in the chain`;
    const end = Date.parse(old.notAfter);
    // What the probe says counts; a run whose clock was set meanwhile may say otherwise.
    const ago = end < now ? `, ${inDays(daysBetween(end, now))} ago by this machine's clock` : '';
    return `${which} was valid until ${day(old.notAfter)}${ago}.`;
  },
  ({ outcome, leaf }, view) => `valid until ${day(endedIn(outcome, leaf, view).notAfter)}`,
);

const certificateNotYetValid = certificateRule(
  'certificate-not-yet-valid',
  'not-yet-valid',
  [],
  0.9,
  ({ outcome }, leaf, view) => {
    const now = runTime(view);
    const young = outcome.chain.find(({ notBefore }) => Date.parse(notBefore) > now) ?? leaf;
    const start = Date.parse(young.notBefore);
    const ahead = start > now ? `, ${inDays(daysBetween(now, start))} ahead of this machine's clock` : '';
    return `the certificate is valid only from ${day(young.notBefore)}${ahead}.`;
  },
);

const certificateExpiresSoon = certificateRule(
  'certificate-expires-soon',
  'expires-soon',
  [],
  0.95,
  (_row, leaf, view) =>
    `the certificate is valid until ${day(leaf.notAfter)}, ${inDays(daysBetween(runTime(view), Date.parse(leaf.notAfter)))} from now.`,
  ({ leaf }) => `valid until ${day(leaf.notAfter)}`,
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
    const isAddress = isIpAddress(expectedName);
    const hint =
      isAddress && leaf.dnsNames.length > 0
        ? ` An IP address was used, and the certificate holds names: use ${leaf.dnsNames[0] ?? ''}.`
        : '';
    return `the certificate is for ${namesOf(leaf)}, not for ${expectedName}.${hint}`;
  },
);

const checkedStores = ({ trust }: TlsOutcome): string => {
  const stores = trust.filter(({ code }) => code === 'untrusted').map(({ store }) => STORE_WORDS[store]);
  const [first] = stores;
  if (first === undefined) return 'not in any store that could be read';
  return stores.length === 1
    ? `not in ${first}`
    : `neither in ${stores.slice(0, -1).join(', nor in ')} nor in ${stores.at(-1) ?? ''}`;
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
    return `the chain ends at ${top?.isSelfSigned === true ? top.subject : (top?.issuer ?? 'an unknown authority')}, which is ${checkedStores(outcome)}.${doubt}`;
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
    ? `${certificate.keyType.toLowerCase() === 'rsa' ? 'an RSA' : `a ${certificate.keyType}`} key of ${certificate.keyBits ?? '?'} bits`
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

/** Causes that show in the certificate. */
export const CERTIFICATE_RULES: readonly Rule[] = [
  ...INTERCEPTION_RULES,
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
