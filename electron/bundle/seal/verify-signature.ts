import { createHash, timingSafeEqual, verify, X509Certificate } from 'node:crypto';
import { CMS, CMS_LABEL } from './cms-names.ts';
import { DER, type DerElement, membersOf, readDer } from './der.ts';
import { fromPem } from './pem.ts';
import { issuerAndSerial, oneLineName, retagged } from './sign-manifest.ts';

/** Who signed, as the certificate that came along says. That it says so makes it true only for those who trust it. */
export interface Signature {
  readonly subject: string;
  readonly issuer: string;
  /** SHA-256 over the certificate, upper-case hex pairs with colons: to be compared with the customer's by telephone. */
  readonly fingerprint256: string;
  readonly certificate: X509Certificate;
  /** The other certificates that came along. */
  readonly others: readonly X509Certificate[];
}

/** `valid` these bytes were signed with the key of this certificate; else why that cannot be said, as half a sentence. */
export type SignatureVerdict =
  | { readonly code: 'valid'; readonly signature: Signature }
  | { readonly code: 'unreadable' | 'other-content' | 'forged'; readonly why: string };

const DIGESTS: readonly (readonly [Buffer, string])[] = [
  [CMS.sha256, 'sha256'],
  [CMS.sha384, 'sha384'],
  [CMS.sha512, 'sha512'],
];

/** Certificates that may come along with a signature. */
const MOST_CERTIFICATES = 10;

const unreadable = (why: string): SignatureVerdict => ({ code: 'unreadable', why });

/**
 * Checks a detached CMS signature (RFC 5652 §5.4) with signed attributes, as Airway and `openssl cms -sign` write it, against the
 * bytes that it is said to be of. The text may come from anyone; never throws.
 */
export function verifySignature(pem: string, content: Uint8Array): SignatureVerdict {
  const [bytes] = fromPem(pem, CMS_LABEL, 'PKCS7');
  const read = bytes === undefined ? undefined : readSignedData(bytes);
  if (read === undefined) return unreadable('it is no CMS signature');
  const { certificates, signer } = read;
  const certificate = certificates.find(({ raw }) => issuerAndSerial(raw)?.equals(signer.named) === true);
  if (certificate === undefined) return unreadable('the certificate of the signer did not come along');
  const digest = DIGESTS.find(([name]) => name.equals(signer.digest))?.[1];
  if (digest === undefined) return unreadable('it uses a sum that is not SHA-256, SHA-384 or SHA-512');
  const attributes = readDer(signer.attributes.content) ?? [];
  const contentType = attributeValue(attributes, CMS.contentType);
  const messageDigest = attributeValue(attributes, CMS.messageDigest);
  if (contentType?.whole.equals(CMS.data) !== true || messageDigest?.tag !== DER.octetString)
    return unreadable('it does not say what it was made of');
  const sum = createHash(digest).update(content).digest();
  if (messageDigest.content.length !== sum.length || !timingSafeEqual(messageDigest.content, sum))
    return { code: 'other-content', why: 'it is the signature of another text' };
  if (!isSignedBy(certificate, digest, retagged(signer.attributes.whole, DER.set), signer.signature))
    return { code: 'forged', why: 'it was not made with the key of its certificate' };
  return {
    code: 'valid',
    signature: {
      subject: oneLineName(certificate.subject),
      issuer: oneLineName(certificate.issuer),
      fingerprint256: certificate.fingerprint256,
      certificate,
      others: certificates.filter((other) => other !== certificate),
    },
  };
}

/**
 * Whether the signer is one of these certificates, or leads to one of them over those that came along, all of them valid at `at`.
 * Revocation is not looked up: nothing is asked of a network.
 */
export function isTrustedBy(
  { certificate, others }: Signature,
  trusted: readonly X509Certificate[],
  at: Date,
): boolean {
  let current = certificate;
  for (let depth = 0; depth <= MOST_CERTIFICATES; depth += 1) {
    if (at < new Date(current.validFrom) || at > new Date(current.validTo)) return false;
    if (trusted.some(({ fingerprint256 }) => fingerprint256 === current.fingerprint256)) return true;
    const anchor = trusted.find((each) => isIssuer(each, current));
    if (anchor !== undefined) return at <= new Date(anchor.validTo) && at >= new Date(anchor.validFrom);
    const next = others.find(
      (each) => each.fingerprint256 !== current.fingerprint256 && isIssuer(each, current),
    );
    if (next === undefined) return false;
    current = next;
  }
  return false;
}

function isIssuer(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // A key of a kind that this runtime does not know proves nothing.
    return false;
  }
}

interface SignedData {
  readonly certificates: readonly X509Certificate[];
  readonly signer: {
    readonly named: Buffer;
    readonly digest: Buffer;
    readonly attributes: DerElement;
    readonly signature: Buffer;
  };
}

/** ContentInfo, SignedData and its one SignerInfo (§3, §5.1, §5.3). */
function readSignedData(bytes: Buffer): SignedData | undefined {
  const [info] = readDer(bytes) ?? [];
  const [type, explicit] = membersOf(info, DER.sequence) ?? [];
  if (type?.whole.equals(CMS.signedData) !== true) return undefined;
  const [signedData] = membersOf(explicit, DER.context0) ?? [];
  const fields = membersOf(signedData, DER.sequence) ?? [];
  const certificates =
    membersOf(
      fields.find(({ tag }) => tag === DER.context0),
      DER.context0,
    ) ?? [];
  const signers = membersOf(fields.at(-1), DER.set) ?? [];
  const [named, digest, attributes, , signature] = (membersOf(signers[0], DER.sequence) ?? []).slice(1);
  const [digestName] = membersOf(digest, DER.sequence) ?? [];
  if (signers.length !== 1 || certificates.length > MOST_CERTIFICATES) return undefined;
  if (named?.tag !== DER.sequence || digestName === undefined) return undefined;
  if (attributes?.tag !== DER.context0 || signature?.tag !== DER.octetString) return undefined;
  const read = certificates.map(({ whole }) => readCertificate(whole));
  if (read.some((certificate) => certificate === undefined)) return undefined;
  return {
    certificates: read.filter((certificate) => certificate !== undefined),
    signer: { named: named.whole, digest: digestName.whole, attributes, signature: signature.content },
  };
}

function attributeValue(attributes: readonly DerElement[], name: Buffer): DerElement | undefined {
  const found = attributes.flatMap((attribute) => {
    const [type, values] = membersOf(attribute, DER.sequence) ?? [];
    const members = membersOf(values, DER.set) ?? [];
    return type?.whole.equals(name) === true && members.length === 1 ? members : [];
  });
  // An attribute that stands there twice could be read one way here and another way elsewhere.
  return found.length === 1 ? found[0] : undefined;
}

function readCertificate(bytes: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}

function isSignedBy(certificate: X509Certificate, digest: string, data: Buffer, signature: Buffer): boolean {
  try {
    const { publicKey } = certificate;
    if (publicKey.asymmetricKeyType !== 'rsa' && publicKey.asymmetricKeyType !== 'ec') return false;
    return verify(digest, data, publicKey, signature);
  } catch {
    return false;
  }
}
