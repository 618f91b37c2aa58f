import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import type { Certificate } from '../../contract/outcomes/tls.ts';
import {
  type CertificateFields,
  commonNameOf,
  organizationOf,
  readCertificateFields,
} from './certificate-fields.ts';

/** A certificate that was read: what reports carry, and what is needed to go on and verify with it. */
export interface ReadCertificate {
  readonly certificate: Certificate;
  readonly fields: CertificateFields;
  readonly x509: X509Certificate;
}

/** Largest certificate whose PEM is kept: the contract has room for 40 000 characters. */
const PEM_LIMIT = 40_000;

/** Names of the signature algorithms that servers use, from RFC 3279, 4055, 5758, 8410 and the older ones that are weak. */
const SIGNATURE_NAMES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'md2WithRSAEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.3.14.3.2.29': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'rsassaPss',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.113549.1.1.14': 'sha224WithRSAEncryption',
  '1.2.840.10040.4.3': 'dsa-with-sha1',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.1': 'ecdsa-with-SHA224',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
};

const CURVE_BITS: Readonly<Record<string, number>> = {
  prime256v1: 256,
  'P-256': 256,
  secp384r1: 384,
  'P-384': 384,
  secp521r1: 521,
  'P-521': 521,
  secp224r1: 224,
  secp256k1: 256,
};

/** Reads one certificate as it was sent; undefined when it cannot be read. Never throws, whatever the bytes are. */
export function readCertificate(der: Uint8Array): ReadCertificate | undefined {
  const fields = readCertificateFields(der);
  const x509 = parseX509(der);
  if (fields === undefined || x509 === undefined) return undefined;
  const notBefore = isoTime(x509.validFromDate);
  const notAfter = isoTime(x509.validToDate);
  if (notBefore === undefined || notAfter === undefined) return undefined;
  const pem = x509.toString();
  const commonName = commonNameOf(fields.subject);
  const issuerCommonName = commonNameOf(fields.issuer);
  const issuerOrganization = organizationOf(fields.issuer);
  const certificate: Certificate = {
    subject: oneLine(x509.subject),
    issuer: oneLine(x509.issuer),
    ...(commonName === undefined ? {} : { commonName: commonName.slice(0, 500) }),
    ...(issuerCommonName === undefined ? {} : { issuerCommonName: issuerCommonName.slice(0, 500) }),
    ...(issuerOrganization === undefined ? {} : { issuerOrganization: issuerOrganization.slice(0, 500) }),
    serial: x509.serialNumber.slice(0, 100),
    notBefore,
    notAfter,
    dnsNames: fields.dnsNames.slice(0, 500).map((name) => name.slice(0, 255)),
    ipAddresses: fields.ipAddresses.slice(0, 500),
    hasSan: fields.hasSan,
    isCa: fields.isCa,
    isSelfSigned: fields.subjectKey === fields.issuerKey && hasSigned(x509, x509),
    ...keyOf(x509),
    signatureAlgorithm: SIGNATURE_NAMES[fields.signatureOid] ?? fields.signatureOid.slice(0, 80),
    fingerprint256: x509.fingerprint256,
    pem: pem.length > PEM_LIMIT ? '' : pem,
  };
  return { certificate, fields, x509 };
}

/** Whether the key of one certificate verifies the signature of another; false for keys that the platform cannot use. */
export function hasSigned(issuer: X509Certificate, signed: X509Certificate): boolean {
  try {
    return signed.verify(issuer.publicKey);
  } catch {
    // An unsupported or malformed key proves nothing.
    return false;
  }
}

function parseX509(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

/** ISO 8601 UTC; undefined for a time that the platform could not read. */
function isoTime(date: Date): string | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The platform writes one attribute a line; control characters are escaped by it already. */
const oneLine = (name: string): string => (name ?? '').split('\n').join(', ').slice(0, 2000);

function keyFingerprint(key: KeyObject): string {
  const digest = createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  return (digest.toUpperCase().match(/../g) ?? []).join(':');
}

function keyOf(x509: X509Certificate): Pick<Certificate, 'keyType' | 'keyBits' | 'publicKey256'> {
  try {
    const { asymmetricKeyType = 'unknown', asymmetricKeyDetails } = x509.publicKey;
    const { modulusLength, namedCurve } = asymmetricKeyDetails ?? {};
    const bits = modulusLength ?? (namedCurve === undefined ? undefined : CURVE_BITS[namedCurve]);
    return {
      keyType: asymmetricKeyType,
      ...(bits === undefined ? {} : { keyBits: bits }),
      publicKey256: keyFingerprint(x509.publicKey),
    };
  } catch {
    // The platform does not know the algorithm of this key; the certificate is shown all the same.
    return { keyType: 'unknown' };
  }
}
