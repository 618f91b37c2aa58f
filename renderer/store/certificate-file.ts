/** Most bytes of a CA file; the trust stores of whole operating systems are smaller. */
export const CA_FILE_LIMIT_BYTES = 1_000_000;

/** What a file of certificates holds. */
export interface CertificateFile {
  /** Only the certificates, in PEM (RFC 7468 §5); whatever else the file held is left behind. */
  readonly pem: string;
  readonly certificates: number;
  /** A private key stood in the file: it was not taken, and should not lie there. */
  readonly hasPrivateKey: boolean;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN (?:[A-Z]{2,9} )?(?:ENCRYPTED )?PRIVATE KEY-----/;

/** Reads the certificates out of a PEM text. A text without one gives `certificates: 0`. */
export function readCertificates(text: string): CertificateFile {
  const found = text.match(CERTIFICATE) ?? [];
  return {
    pem: found.length === 0 ? '' : `${found.join('\n')}\n`,
    certificates: found.length,
    hasPrivateKey: PRIVATE_KEY.test(text),
  };
}
