import type { Certificate } from '../contract/outcomes/tls.ts';

/**
 * How two chains that should be one server's differ.
 * `same-certificate` · `same-key` the certificate was issued anew for the same key, so the same server holds it ·
 * `same-authority` another certificate of the same issuer, as members of a load balancer show · `other-authority` issued by
 * somebody else: one of the two is not the server's, or the server has two · `cannot-tell` a chain is missing.
 */
export interface ChainComparison {
  readonly code: 'same-certificate' | 'same-key' | 'same-authority' | 'other-authority' | 'cannot-tell';
  /** The difference as a clause: `issued by A in one case and by B in the other`. */
  readonly said: string;
}

/**
 * Compares what one service showed on two ways, such as direct and through a proxy, or on two ports. Both chains as sent, leaf
 * first. Names no cause: a server may well have two certificates.
 */
export function compareChains(one: readonly Certificate[], other: readonly Certificate[]): ChainComparison {
  const [a] = one;
  const [b] = other;
  if (a === undefined || b === undefined)
    return { code: 'cannot-tell', said: 'one of the two chains was not seen' };
  if (a.fingerprint256 === b.fingerprint256)
    return { code: 'same-certificate', said: 'the same certificate in both cases' };
  if (a.publicKey256 !== undefined && a.publicKey256 === b.publicKey256)
    return { code: 'same-key', said: 'two certificates of the same key' };
  if (isSameAuthority(one, other))
    return { code: 'same-authority', said: `two certificates of ${issuerOf(a)}` };
  return {
    code: 'other-authority',
    said: `issued by ${issuerOf(a)} in one case and by ${issuerOf(b)} in the other`,
  };
}

/** By the certificate of the issuer where both sent it, else by name: a name alone can be had by anybody. */
function isSameAuthority(one: readonly Certificate[], other: readonly Certificate[]): boolean {
  const [a, aIssuer] = one;
  const [b, bIssuer] = other;
  if (a === undefined || b === undefined || a.issuer !== b.issuer) return false;
  // Certificates signed by their own keys have no authority in common, whatever they are called.
  if (a.isSelfSigned || b.isSelfSigned) return false;
  if (aIssuer?.publicKey256 === undefined || bIssuer?.publicKey256 === undefined) return true;
  return (
    aIssuer.subject !== a.issuer ||
    bIssuer.subject !== b.issuer ||
    aIssuer.publicKey256 === bIssuer.publicKey256
  );
}

/** The issuer as one says it. */
export const issuerOf = ({ issuerCommonName, issuer }: Certificate): string => issuerCommonName ?? issuer;
