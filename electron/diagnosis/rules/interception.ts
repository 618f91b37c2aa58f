import { isFingerprint } from '../../contract/fingerprint.ts';
import type { Certificate } from '../../contract/outcomes/tls.ts';
import { endpoint, listed } from '../../contract/spoken.ts';
import { compareChains, issuerOf } from '../chain-comparison.ts';
import words from '../data/inspection-words.json' with { type: 'json' };
import { inspectionVendor } from '../inspection-vendor.ts';
import type { Rule, Sighting } from '../rule.ts';
import { hasAddedRoot, isBeyondDoubt, type ShownChain, shownChains, trustIn } from '../shown-chains.ts';
import { httpsPorts, type SiteView } from '../site-view.ts';
import { certificateCauses } from './cause-sets.ts';

/** One sign that a chain was made on the way, and how much it weighs by itself. */
interface Sign {
  /** What the certificate does or is, after `The certificate`. */
  readonly said: string;
  readonly confidence: number;
  /** Other rows that it stands on. */
  readonly evidence?: readonly string[];
}

const at = ({ address, port }: ShownChain): string => endpoint(address, port);

const issuersOf = (chain: readonly Certificate[]): string =>
  chain.map(({ issuer }) => issuer.toLowerCase()).join('\n');

/** The mark of a vendor, or a name by which an authority says of itself that it opens TLS. */
function byName(shown: ShownChain): Sign | undefined {
  if (trustIn(shown, 'profile') === true) return undefined;
  const vendor = inspectionVendor(shown.chain);
  const issued = `was issued by ${issuerOf(shown.leaf)}`;
  if (vendor !== undefined)
    return {
      said: `${issued}, the mark of ${vendor}`,
      confidence: shown.trust.every(({ code }) => code !== 'trusted') ? 0.85 : 0.7,
    };
  const names = issuersOf(shown.chain);
  const word = isBeyondDoubt(shown) ? undefined : words.find((one) => names.includes(one));
  return word === undefined
    ? undefined
    : { said: `${issued}, and an authority of its chain calls itself "${word}"`, confidence: 0.65 };
}

const differs = ({ leaf }: ShownChain): string =>
  `has the fingerprint ${leaf.fingerprint256.slice(0, 23)}… (SHA-256), and the profile expects another`;

const isOther = ({ leaf }: ShownChain, expected: string | undefined): boolean =>
  expected !== undefined && !isFingerprint(expected, leaf.fingerprint256);

/** The certificate is not the one that the profile names, and it is one that anybody can make. */
const byFingerprint = (shown: ShownChain, expected: string | undefined): Sign | undefined =>
  isOther(shown, expected) && !isBeyondDoubt(shown)
    ? {
        said: `${differs(shown)}; no authority of the profile or of the public list stands above it`,
        confidence: 0.85,
      }
    : undefined;

/** The profile names the site's authority, and this chain leads elsewhere: to a root that was added to this machine's store. */
function byAuthority(shown: ShownChain): Sign | undefined {
  if (!hasAddedRoot(shown) || trustIn(shown, 'profile') !== false) return undefined;
  const anchor = shown.trust.find(({ store }) => store === 'os')?.anchor ?? issuerOf(shown.leaf);
  return {
    said: `does not lead to the authority that the profile names but to ${anchor}, which was added to this machine's trust store`,
    confidence: 0.55,
  };
}

/** Another port of the same host shows what nobody on the way can make, and this one leads to a root that was added here. */
function byOtherPort(shown: ShownChain, all: readonly ShownChain[]): Sign | undefined {
  if (!hasAddedRoot(shown)) return undefined;
  for (const other of all) {
    if (other.address !== shown.address || other.port === shown.port || !isBeyondDoubt(other)) continue;
    if (compareChains(shown.chain, other.chain).code !== 'other-authority') continue;
    return {
      said: `was issued by ${issuerOf(shown.leaf)}, an authority that was added to this machine, while ${at(other)} of the same host shows one of ${issuerOf(other.leaf)}`,
      confidence: 0.6,
      evidence: [other.id],
    };
  }
  return undefined;
}

/**
 * Devices that sign anew use one key for every site. Two services of their own do not share a private key unless they share the
 * certificate too; one issuer for all, by contrast, is what a private authority is for and no sign of anything.
 */
function bySharedKey(shown: ShownChain, all: readonly ShownChain[]): Sign | undefined {
  const alike = all.filter(
    (other) =>
      other.host !== shown.host &&
      other.address !== shown.address &&
      !isBeyondDoubt(other) &&
      compareChains(shown.chain, other.chain).code === 'same-key' &&
      other.leaf.issuer === shown.leaf.issuer,
  );
  if (isBeyondDoubt(shown) || alike.length === 0) return undefined;
  return {
    said: `was issued by ${issuerOf(shown.leaf)} for the same key as that of ${listed(alike.map(at))}, which is another host with another certificate`,
    confidence: 0.85,
    evidence: alike.map(({ id }) => id),
  };
}

/** An issuer that is unexpected already, for other hosts of the site too; an expected one may well sign for all of them. */
function bySeveralHosts(shown: ShownChain, all: readonly ShownChain[]): Sign | undefined {
  const alike = all.filter(
    (other) =>
      other.host !== shown.host &&
      other.address !== shown.address &&
      other.leaf.issuer === shown.leaf.issuer &&
      !isBeyondDoubt(other),
  );
  return alike.length === 0
    ? undefined
    : {
        said: `has its issuer in common with that of ${listed(alike.map(at))}`,
        confidence: 0.5,
        evidence: alike.map(({ id }) => id),
      };
}

/** From here on the sign has no usual reason that is harmless. */
const STRONG = 0.65;

/** The fingerprint that the profile names is the Console's; the relay has a certificate of its own. */
const expectedOf = ({ subject }: ShownChain, { profile }: SiteView): string | undefined =>
  subject.startsWith('console:') ? profile.console?.fingerprint256 : undefined;

/** The signs of one chain, the strongest first; none where it is the very certificate that the profile expects. */
function signsOf(shown: ShownChain, all: readonly ShownChain[], view: SiteView): Sign[] {
  const expected = expectedOf(shown, view);
  if (expected !== undefined && isFingerprint(expected, shown.leaf.fingerprint256)) return [];
  const signs = [
    byName(shown),
    byFingerprint(shown, expected),
    bySharedKey(shown, all),
    byOtherPort(shown, all),
    byAuthority(shown),
  ].filter((sign) => sign !== undefined);
  const others = signs.length === 0 ? undefined : bySeveralHosts(shown, all);
  return [...signs, ...(others === undefined ? [] : [others])].sort((a, b) => b.confidence - a.confidence);
}

/** One sighting for each port for HTTPS of which `see` finds signs. */
const onPorts = (
  view: SiteView,
  see: (shown: ShownChain, all: readonly ShownChain[]) => readonly Sign[],
  tell: (where: string, signs: readonly Sign[]) => Pick<Sighting, 'detail' | 'confidence' | 'severity'>,
): Sighting[] => {
  const all = shownChains(view);
  return httpsPorts(view).flatMap((port): Sighting[] => {
    const hits = all
      .filter(({ subject }) => subject === port.subject)
      .map((shown) => ({ shown, signs: see(shown, all) }))
      .filter(({ signs }) => signs.length > 0);
    const [first] = hits;
    if (first === undefined) return [];
    const where = listed(hits.map(({ shown }) => at(shown)));
    return [
      {
        subject: port.subject,
        ...tell(where, first.signs),
        evidence: hits.flatMap(({ shown, signs }) => [
          shown.id,
          ...signs.flatMap(({ evidence = [] }) => evidence),
        ]),
        ruledOut: first.shown.via === undefined ? [`not the network path: TCP to ${where} opened`] : [],
        fill: { HOST: port.host, NAME: port.host, ADDRESS: first.shown.address, PORT: String(port.port) },
      },
    ];
  });
};

/** Something between opens the connection: concluded from what the certificates of the site show, each sign with its weight. */
const tlsInspected: Rule = {
  cause: 'tls-inspected',
  explains: certificateCauses,
  see: (view) =>
    onPorts(
      view,
      (shown, all) => signsOf(shown, all, view),
      (where, [strongest, ...others]) => ({
        detail: `The certificate that ${where} showed ${strongest?.said ?? ''}${(strongest?.confidence ?? 0) >= STRONG ? ': something on the way opens the connection and signs it anew.' : '. A device on the way that opens the connection shows such a certificate; so may a server whose certificate or authority was changed.'}${others.map(({ said }) => ` It also ${said}.`).join('')}`,
        confidence: Math.min(0.95, (strongest?.confidence ?? 0) + 0.05 * others.length),
      }),
    ),
};

/**
 * Not the certificate that the profile expects, yet one that nobody on the way can make: worth a look and no alarm. It explains
 * nothing away, because the server's own certificate may be at fault.
 */
const fingerprintDiffers: Rule = {
  cause: 'tls-inspected',
  explains: [],
  see: (view) =>
    onPorts(
      view,
      (shown) =>
        isOther(shown, expectedOf(shown, view)) && isBeyondDoubt(shown)
          ? [{ said: differs(shown), confidence: 0.35 }]
          : [],
      (where, [sign]) => ({
        detail: `The certificate that ${where} showed ${sign?.said ?? ''}. It leads to an authority that the profile or the public list trusts, so a new certificate of the server is more likely than a device on the way.`,
        confidence: sign?.confidence ?? 0,
        severity: 'warning' as const,
      }),
    ),
};

/** Signs that the certificates of the site are not its own. */
export const INTERCEPTION_RULES: readonly Rule[] = [tlsInspected, fingerprintDiffers];
