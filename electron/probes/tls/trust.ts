import type { TlsOutcome } from '../../contract/outcomes/tls.ts';
import { hasSigned, type ReadCertificate, readCertificate } from './certificate.ts';
import { domainOf, organizationOf } from './certificate-fields.ts';
import { isLoaded, type MissingStore, type StoreRoot, type TrustStore } from './trust-store.ts';

type Stores = readonly (TrustStore | MissingStore)[];

/** Why no store leads anywhere; see `whyUntrusted` for how the three are told apart. */
type UntrustedReason = 'self-signed' | 'incomplete-chain' | 'untrusted-authority';

/** What the chain as sent is worth in each store. Dates and names are not looked at here: they are faults of their own. */
export interface TrustAssessment {
  readonly trust: TlsOutcome['trust'];
  /**
   * The certificates from the server's own up to the anchor, the anchor included; where no store trusts the chain, those
   * that are linked among the ones that were sent.
   */
  readonly path: readonly ReadCertificate[];
  /** undefined when at least one store trusts the chain. */
  readonly untrusted: UntrustedReason | undefined;
}

/** Certificates in one path. Public chains have three or four; the limit only stops a hostile one. */
const PATH_LIMIT = 12;

/** Signatures that are verified for one chain and store: far above any real chain, and about 20 ms of work. */
const VERIFY_LIMIT = 60;

/** Order in which a path is preferred: the operator's own authority first, then what every machine has. */
const PREFERRED_STORES = ['profile', 'runtime', 'os'] as const;

/** Walks the chain as sent to the roots of each store by itself, with the signatures verified. The chain has its leaf first. */
export function assessTrust(chain: readonly ReadCertificate[], stores: Stores): TrustAssessment {
  const paths = new Map<TrustStore['store'], readonly ReadCertificate[]>();
  const trust = stores.map((store): TlsOutcome['trust'][number] => {
    if (!isLoaded(store)) return { store: store.store, code: 'not-checked', reason: store.reason };
    const roots = store.roots.length;
    const path = findPath(chain, store);
    if (path === undefined) return { store: store.store, code: 'untrusted', roots };
    paths.set(store.store, path);
    return { store: store.store, code: 'trusted', roots, anchor: path.at(-1)?.certificate.subject ?? '' };
  });
  for (const store of PREFERRED_STORES) {
    const path = paths.get(store);
    if (path !== undefined) return { trust, path, untrusted: undefined };
  }
  const path = linked(chain);
  return { trust, path, untrusted: whyUntrusted(chain, path, stores.filter(isLoaded)) };
}

/** Depth first, a root before a certificate that was sent, so that a needless old cross-signature never counts. */
function findPath(chain: readonly ReadCertificate[], store: TrustStore): ReadCertificate[] | undefined {
  let budget = VERIFY_LIMIT;
  const verifies = (issuer: ReadCertificate['x509'], signed: ReadCertificate): boolean => {
    budget -= 1;
    return budget >= 0 && hasSigned(issuer, signed.x509);
  };
  const climb = (path: readonly ReadCertificate[]): ReadCertificate[] | undefined => {
    const top = path.at(-1);
    if (top === undefined) return undefined;
    if (isInStore(top, store)) return [...path];
    for (const root of store.bySubject.get(top.fields.issuerKey) ?? []) {
      const x509 = root.x509();
      if (x509 === undefined || !mayIssue(root) || !verifies(x509, top)) continue;
      const anchor = readCertificate(x509.raw);
      if (anchor !== undefined) return [...path, anchor];
    }
    if (path.length === PATH_LIMIT) return undefined;
    for (const next of issuersSent(top, chain, path)) {
      const found = verifies(next.x509, top) ? climb([...path, next]) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return climb(chain.slice(0, 1));
}

function isInStore({ fields, x509 }: ReadCertificate, store: TrustStore): boolean {
  const namesakes = store.bySubject.get(fields.subjectKey) ?? [];
  return namesakes.some((root) => root.x509()?.fingerprint256 === x509.fingerprint256);
}

/** The CA flag, or a root so old that it has no extensions to hold one. */
function mayIssue(root: StoreRoot): boolean {
  const fields = root.fields();
  return fields !== undefined && (fields.isCa || !fields.hasBasicConstraints);
}

function issuersSent(
  signed: ReadCertificate,
  chain: readonly ReadCertificate[],
  path: readonly ReadCertificate[],
): ReadCertificate[] {
  return chain.filter(
    (candidate) =>
      candidate.fields.subjectKey === signed.fields.issuerKey &&
      candidate.fields.isCa &&
      !path.some(({ x509 }) => x509.fingerprint256 === candidate.x509.fingerprint256),
  );
}

/** The certificates that hang together, from the server's own upwards, without any store. */
function linked(chain: readonly ReadCertificate[]): readonly ReadCertificate[] {
  const path = chain.slice(0, 1);
  for (let top = path[0]; top !== undefined && path.length < PATH_LIMIT; ) {
    const signed = top;
    top = issuersSent(signed, chain, path).find(({ x509 }) => hasSigned(x509, signed.x509));
    if (top !== undefined) path.push(top);
  }
  return path;
}

/** An authority whose name AIR gives to the root that it makes for itself, and with which it signs its server directly. */
const KNOWN_ROOT_NAMES: ReadonlySet<string> = new Set(['BINALYZE R1']);

/**
 * Tells apart why no store trusts a chain. `top` is the last certificate that hangs together with the server's own. A missing
 * intermediate and an unknown root look alike when neither was sent, so the first line that fits decides:
 *
 * | what was seen                                                              | reason              |
 * | -------------------------------------------------------------------------- | ------------------- |
 * | the server's own certificate is self-signed                                | self-signed         |
 * | top is a self-signed root                                                  | untrusted-authority |
 * | an authority was sent that does not hang together with the rest: a gap     | incomplete-chain    |
 * | a store has an authority of the issuer's name, but with another key        | untrusted-authority |
 * | the key identifier of top says that its issuer is a root                   | untrusted-authority |
 * | the key identifier of top says that its issuer is signed by another        | incomplete-chain    |
 * | intermediates were sent, so the server knows how; only a root is unknown   | untrusted-authority |
 * | the issuer is an authority that is known to be a root                      | untrusted-authority |
 * | only the own certificate, with an http(s) address to fetch its issuer from | incomplete-chain    |
 * | only the own certificate, and its issuer calls itself a root               | untrusted-authority |
 * | only the own certificate, and a store has a root of the issuer's family    | incomplete-chain    |
 * | only the own certificate, and its issuer calls itself an intermediate      | incomplete-chain    |
 * | only the own certificate, and nothing is known of its issuer               | untrusted-authority |
 */
function whyUntrusted(
  chain: readonly ReadCertificate[],
  path: readonly ReadCertificate[],
  stores: readonly TrustStore[],
): UntrustedReason {
  const top = path.at(-1);
  const leaf = path[0];
  if (top === undefined || leaf === undefined) return 'untrusted-authority';
  if (leaf.certificate.isSelfSigned) return 'self-signed';
  if (top.certificate.isSelfSigned) return 'untrusted-authority';
  if (chain.some((sent) => sent.fields.isCa && !path.includes(sent))) return 'incomplete-chain';
  const { issuer, issuerKey, issuersIssuerKey, issuerUrls } = top.fields;
  if (stores.some(({ bySubject }) => bySubject.has(issuerKey))) return 'untrusted-authority';
  if (issuersIssuerKey !== undefined)
    return issuersIssuerKey === issuerKey ? 'untrusted-authority' : 'incomplete-chain';
  if (path.length > 1) return 'untrusted-authority';
  if (KNOWN_ROOT_NAMES.has(top.certificate.issuerCommonName ?? '')) return 'untrusted-authority';
  if (issuerUrls.some((url) => /^https?:/i.test(url))) return 'incomplete-chain';
  const issuerName = top.certificate.issuerCommonName ?? '';
  if (/\broot\b/i.test(issuerName)) return 'untrusted-authority';
  const family = familyOf(issuer);
  const isRelated = (root: StoreRoot): boolean =>
    family !== undefined && familyOf(root.fields()?.subject ?? []) === family;
  if (stores.some(({ roots }) => roots.some(isRelated))) return 'incomplete-chain';
  return INTERMEDIATE_WORDS.test(issuerName) ? 'incomplete-chain' : 'untrusted-authority';
}

/** What authorities below a root are usually called. */
const INTERMEDIATE_WORDS =
  /\b(?:intermediate|inter|int|ica|issuing|subordinate|sub|sub-?ca|signing|policy)\b/i;

/** What the authorities of one organisation share: the organisation's name, or its directory domain. */
function familyOf(name: ReadCertificate['fields']['subject']): string | undefined {
  const organization = organizationOf(name)?.trim().toLowerCase();
  if (organization) return `o=${organization}`;
  const domain = domainOf(name);
  return domain === '' ? undefined : `dc=${domain}`;
}
