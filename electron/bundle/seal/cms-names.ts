import { oid } from './der.ts';

/** Object identifiers of RFC 5652, RFC 5754 and RFC 5753 that a signature of a manifest consists of. */
export const CMS = {
  data: oid('1.2.840.113549.1.7.1'),
  signedData: oid('1.2.840.113549.1.7.2'),
  contentType: oid('1.2.840.113549.1.9.3'),
  messageDigest: oid('1.2.840.113549.1.9.4'),
  signingTime: oid('1.2.840.113549.1.9.5'),
  rsaEncryption: oid('1.2.840.113549.1.1.1'),
  ecdsaWithSha256: oid('1.2.840.10045.4.3.2'),
  sha256: oid('2.16.840.1.101.3.4.2.1'),
  sha384: oid('2.16.840.1.101.3.4.2.2'),
  sha512: oid('2.16.840.1.101.3.4.2.3'),
} as const;

/** Lines around a detached signature, as `openssl cms -inform PEM` reads it. */
export const CMS_LABEL = 'CMS';
