import type { Certificate, CertificateFault, TlsOutcome } from '../../contract/outcomes/tls.ts';
import type { ReadCertificate } from './certificate.ts';
import { isNamed } from './certificate-name.ts';
import type { TrustAssessment } from './trust.ts';

/** Days before the end at which a certificate is worth a warning: the time that a renewal through other hands takes. */
const EXPIRES_SOON_MS = 30 * 86_400_000;

/** RSA keys below this are refused by TLS stacks of today at their default security level. */
const RSA_LEAST_BITS = 2048;

/** The same for curves, NIST SP 800-57: below 224 bits. */
const CURVE_LEAST_BITS = 224;

/**
 * Every fault of the server's certificate and of the path above it, each by itself and in the order of the contract.
 * `nowMs` is this machine's wall clock, which may be what is wrong.
 */
export function findFaults(
  leaf: ReadCertificate,
  assessment: TrustAssessment,
  expectedName: string,
  nowMs: number,
): CertificateFault[] {
  const path = assessment.path.map(({ certificate }) => certificate);
  const faults: CertificateFault[] = [];
  const add = (fault: CertificateFault, isFound: boolean): void => {
    if (isFound) faults.push(fault);
  };
  const isExpired = path.some(({ notAfter }) => Date.parse(notAfter) < nowMs);
  // A root in a store is replaced with the store: only what the server sends is for somebody to renew.
  const sent = assessment.untrusted === undefined ? path.slice(0, Math.max(1, path.length - 1)) : path;
  const isSoon = sent.some(({ notAfter }) => Date.parse(notAfter) - nowMs < EXPIRES_SOON_MS);
  add('expired', isExpired);
  add('expires-soon', isSoon && !isExpired);
  add(
    'not-yet-valid',
    path.some(({ notBefore }) => Date.parse(notBefore) > nowMs),
  );
  add('name-mismatch', isForOther(leaf, expectedName));
  if (assessment.untrusted !== undefined) add(assessment.untrusted, true);
  add('trusted-by-os-only', isOsOnly(assessment.trust));
  add('without-san', !leaf.fields.hasSan);
  const weighed = path.filter((certificate, index) => index === 0 || !certificate.isSelfSigned);
  add('weak-key', weighed.some(hasWeakKey));
  add(
    'weak-signature',
    weighed.some((certificate) => !certificate.isSelfSigned && hasWeakSignature(certificate)),
  );
  return faults;
}

/** Without the extension the commonName is what an older client would still accept, so only another name is a mismatch. */
function isForOther({ fields, certificate }: ReadCertificate, expectedName: string): boolean {
  if (fields.hasSan) return !isNamed(expectedName, fields);
  const { commonName = '' } = certificate;
  return !isNamed(expectedName, { dnsNames: [commonName], ipAddresses: [commonName] });
}

function isOsOnly(trust: TlsOutcome['trust']): boolean {
  const isTrusted = (wanted: string): boolean =>
    trust.some(({ store, code }) => store === wanted && code === 'trusted');
  return isTrusted('os') && !isTrusted('runtime') && !isTrusted('profile');
}

function hasWeakKey({ keyType, keyBits }: Certificate): boolean {
  if (keyBits === undefined) return false;
  if (keyType === 'ec') return keyBits < CURVE_LEAST_BITS;
  return keyType.startsWith('rsa') && keyBits < RSA_LEAST_BITS;
}

const hasWeakSignature = ({ signatureAlgorithm }: Certificate): boolean =>
  /^(?:md2|md5|sha1)|sha1$/i.test(signatureAlgorithm);
