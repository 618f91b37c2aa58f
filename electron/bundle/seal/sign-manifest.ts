import { createHash, createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { ok, type Result, refused } from '../../contract/result.ts';
import { CMS, CMS_LABEL } from './cms-names.ts';
import { DER, type DerElement, der, membersOf, readDer, setOf } from './der.ts';
import { fromPem, toPem } from './pem.ts';

/** Signs the manifest of a bundle in the customer's name. */
export interface ManifestSigner {
  /** Subject of the certificate on one line, for people. */
  readonly subject: string;
  /** A detached CMS signature over exactly these bytes (RFC 5652), as PEM. Throws when the key cannot sign. */
  sign(manifest: Uint8Array, at: Date): string;
}

/** What a signer is made of, as the customer keeps it. */
export interface SignerFiles {
  /** PEM: the signer's certificate first, then those that lead to its authority, as far as they are to go along. */
  readonly certificatePem: string;
  /** PEM: PKCS #8, or the traditional forms of RSA and EC keys; may be encrypted. */
  readonly keyPem: string;
  readonly passphrase?: string | undefined;
}

/** Smallest RSA key whose signature is worth something (NIST SP 800-131A). */
const LEAST_RSA_BITS = 2048;

/**
 * Opens certificate and key. Refuses, in half a sentence: `no-certificate` · `no-key` · `passphrase-needed` · `wrong-passphrase`
 * (or damage: an encrypted key does not tell the two apart) · `unfit-key` neither RSA nor EC · `other-key` the key is not that of
 * the certificate · `expired` or not valid yet: everybody who checks would refuse the signature.
 */
export function openSigner(files: SignerFiles, now: Date): Result<ManifestSigner> {
  const certificates = readCertificates(files.certificatePem);
  const [certificate] = certificates ?? [];
  if (certificates === undefined || certificate === undefined)
    return refused('no-certificate', 'the certificate file holds no readable X.509 certificate in PEM form');
  const key = openKey(files);
  if (!key.ok) return key;
  if (!certificate.checkPrivateKey(key.value))
    return refused('other-key', 'the key is not the one of the certificate');
  const validity = { from: new Date(certificate.validFrom), to: new Date(certificate.validTo) };
  if (now > validity.to)
    return refused('expired', `the certificate has expired on ${validity.to.toISOString().slice(0, 10)}`);
  if (now < validity.from)
    return refused(
      'expired',
      `the certificate is valid from ${validity.from.toISOString().slice(0, 10)} on only`,
    );
  const named = issuerAndSerial(certificate.raw);
  if (named === undefined) return refused('no-certificate', 'the certificate cannot be read');
  return ok({
    subject: oneLineName(certificate.subject),
    sign: (manifest, at) => {
      const bytes = signedData({ manifest, at, certificates, named, key: key.value });
      return toPem(CMS_LABEL, bytes);
    },
  });
}

/** A distinguished name as Node prints it, a part a line, on one line. */
export const oneLineName = (name: string): string => name.split('\n').join(', ').slice(0, 500);

function readCertificates(pem: string): X509Certificate[] | undefined {
  try {
    return fromPem(pem, 'CERTIFICATE', 'TRUSTED CERTIFICATE', 'X509 CERTIFICATE').map(
      (bytes) => new X509Certificate(bytes),
    );
  } catch {
    return undefined;
  }
}

/** True for a private key that opens with a passphrase only, in the form of PKCS #8 or in the traditional one (RFC 1421). */
export const isEncryptedKey = (pem: string): boolean =>
  /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem);

function openKey({ keyPem, passphrase }: SignerFiles): Result<KeyObject> {
  const isEncrypted = isEncryptedKey(keyPem);
  if (isEncrypted && passphrase === undefined)
    return refused('passphrase-needed', 'the key is encrypted, and no passphrase was given');
  let key: KeyObject;
  try {
    key = createPrivateKey({
      key: keyPem,
      format: 'pem',
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  } catch {
    return isEncrypted
      ? refused('wrong-passphrase', 'the key does not open with this passphrase')
      : refused('no-key', 'the key file holds no readable private key in PEM form');
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== 'rsa' && type !== 'ec')
    return refused(
      'unfit-key',
      `the key is of the type ${type ?? 'unknown'}; RSA and EC keys can sign a manifest`,
    );
  if (type === 'rsa' && (details?.modulusLength ?? 0) < LEAST_RSA_BITS)
    return refused('unfit-key', `the RSA key has ${details?.modulusLength ?? 0} bits; 2048 are the least`);
  return ok(key);
}

/** IssuerAndSerialNumber (RFC 5652 §10.2.4), taken out of the certificate as it stands there. */
export function issuerAndSerial(certificate: Buffer): Buffer | undefined {
  const [outer] = readDer(certificate) ?? [];
  const [tbs] = membersOf(outer, DER.sequence) ?? [];
  const fields = membersOf(tbs, DER.sequence) ?? [];
  // The version is there in every certificate since X.509v3, and not in older ones.
  const [serial, , issuer]: (DerElement | undefined)[] =
    fields[0]?.tag === DER.context0 ? fields.slice(1) : fields;
  if (serial?.tag !== DER.integer || issuer?.tag !== DER.sequence) return undefined;
  return der(DER.sequence, issuer.whole, serial.whole);
}

interface Signing {
  readonly manifest: Uint8Array;
  readonly at: Date;
  readonly certificates: readonly X509Certificate[];
  readonly named: Buffer;
  readonly key: KeyObject;
}

function signedData({ manifest, at, certificates, named, key }: Signing): Buffer {
  const digest = createHash('sha256').update(manifest).digest();
  const attribute = (name: Buffer, value: Buffer) => der(DER.sequence, name, setOf(value));
  // The signature is over the attributes as a SET; in the message they stand under an implicit tag (§5.4).
  const attributes = setOf(
    attribute(CMS.contentType, CMS.data),
    attribute(CMS.signingTime, timeOf(at)),
    attribute(CMS.messageDigest, der(DER.octetString, digest)),
  );
  const isRsa = key.asymmetricKeyType === 'rsa';
  const signer = der(
    DER.sequence,
    VERSION_1,
    named,
    SHA_256,
    retagged(attributes, DER.context0),
    isRsa ? der(DER.sequence, CMS.rsaEncryption, der(DER.null)) : der(DER.sequence, CMS.ecdsaWithSha256),
    der(DER.octetString, sign('sha256', attributes, key)),
  );
  const signed = der(
    DER.sequence,
    VERSION_1,
    setOf(SHA_256),
    der(DER.sequence, CMS.data),
    retagged(setOf(...certificates.map(({ raw }) => raw)), DER.context0),
    setOf(signer),
  );
  return der(DER.sequence, CMS.signedData, der(DER.context0, signed));
}

const VERSION_1 = der(DER.integer, Buffer.from([1]));
const SHA_256 = der(DER.sequence, CMS.sha256);

/** The same element under another tag. */
export function retagged(element: Buffer, tag: number): Buffer {
  const copy = Buffer.from(element);
  copy[0] = tag;
  return copy;
}

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5652 §11.3). */
function timeOf(at: Date): Buffer {
  const text = `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  return at.getUTCFullYear() < 2050
    ? der(DER.utcTime, Buffer.from(text.slice(2), 'latin1'))
    : der(DER.generalizedTime, Buffer.from(text, 'latin1'));
}
