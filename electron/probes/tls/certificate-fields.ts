import {
  DER,
  type DerValue,
  latin1,
  readDer,
  readDerValues,
  readOid,
  readSequence,
  readText,
} from './certificate-der.ts';

/** One attribute of a distinguished name, such as type `2.5.4.3` (commonName). */
export interface NameAttribute {
  readonly type: string;
  readonly value: string;
}

/** What a certificate says in its DER and the platform's reader hides or puts in words. RFC 5280 §4.1 and §4.2. */
export interface CertificateFields {
  /** The names in the form in which they are compared: case and runs of spaces do not count, RFC 5280 §7.1. */
  readonly subjectKey: string;
  readonly issuerKey: string;
  readonly subject: readonly NameAttribute[];
  readonly issuer: readonly NameAttribute[];
  readonly signatureOid: string;
  /** Every dNSName and iPAddress of the subjectAltName, not shortened. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly hasSan: boolean;
  readonly isCa: boolean;
  /** Whether basicConstraints is there at all; roots of X.509 version 1 have no extensions. */
  readonly hasBasicConstraints: boolean;
  /** Key identifiers in hex, RFC 5280 §4.2.1.1 and §4.2.1.2. */
  readonly subjectKeyId: string | undefined;
  readonly authorityKeyId: string | undefined;
  /** The name of the issuer's own issuer in that form, where the authority key identifier gives it. */
  readonly issuersIssuerKey: string | undefined;
  /** URLs where the issuer's certificate may be fetched: Authority Information Access, caIssuers. */
  readonly issuerUrls: readonly string[];
}

const OID = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  domainComponent: '0.9.2342.19200300.100.1.25',
  subjectKeyId: '2.5.29.14',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  caIssuers: '1.3.6.1.5.5.7.48.2',
} as const;

/** Reads a certificate; undefined when the DER is not one. Never throws, whatever the bytes are. */
export function readCertificateFields(der: Uint8Array): CertificateFields | undefined {
  const parts = readParts(der);
  const issuer = readName(parts?.issuer);
  const subject = readName(parts?.subject);
  const signatureOid = readOid(readSequence(parts?.algorithm)?.[0]);
  if (parts === undefined || issuer === undefined || subject === undefined || signatureOid === undefined)
    return undefined;
  const extensions = readExtensions(parts.tail);
  if (extensions === undefined) return undefined;
  return {
    subjectKey: keyOfName(subject),
    issuerKey: keyOfName(issuer),
    subject,
    issuer,
    signatureOid,
    ...readAltNames(extensions.get(OID.subjectAltName)),
    ...readBasicConstraints(extensions.get(OID.basicConstraints)),
    subjectKeyId: readKeyId(extensions.get(OID.subjectKeyId)),
    ...readAuthorityKeyId(extensions.get(OID.authorityKeyId)),
    issuerUrls: readIssuerUrls(extensions.get(OID.authorityInfoAccess)),
  };
}

/** Only `CertificateFields.subjectKey`, for certificates of which there are hundreds. */
export function readSubjectKey(der: Uint8Array): string | undefined {
  const subject = readName(readParts(der)?.subject);
  return subject === undefined ? undefined : keyOfName(subject);
}

interface CertificateParts {
  readonly algorithm: DerValue | undefined;
  readonly issuer: DerValue | undefined;
  readonly subject: DerValue | undefined;
  /** What stands after the public key: unique identifiers and extensions. */
  readonly tail: readonly DerValue[];
}

function readParts(der: Uint8Array): CertificateParts | undefined {
  const [signed, algorithm] = readSequence(readDer(der)) ?? [];
  const values = readSequence(signed);
  if (values === undefined) return undefined;
  // Version 1 leaves out the explicit version, so that every field stands one place earlier.
  const at = values[0]?.tag === 0xa0 ? 1 : 0;
  return { algorithm, issuer: values[at + 2], subject: values[at + 4], tail: values.slice(at + 6) };
}

/** The last commonName of a name: the most specific one. */
export const commonNameOf = (name: readonly NameAttribute[]): string | undefined =>
  name.findLast(({ type }) => type === OID.commonName)?.value;

export const organizationOf = (name: readonly NameAttribute[]): string | undefined =>
  name.find(({ type }) => type === OID.organization)?.value;

/** The domain that a directory writes into names of its authorities: `DC=com, DC=example` reads `com.example`. */
export const domainOf = (name: readonly NameAttribute[]): string =>
  name
    .filter(({ type }) => type === OID.domainComponent)
    .map(({ value }) => value.toLowerCase())
    .join('.');

function readName(value: DerValue | undefined): NameAttribute[] | undefined {
  const sets = readSequence(value);
  if (sets === undefined) return undefined;
  const attributes: NameAttribute[] = [];
  for (const set of sets) {
    const pairs = set.tag === DER.set ? readDerValues(set.content) : undefined;
    if (pairs === undefined) return undefined;
    for (const pair of pairs) {
      const [type, text] = readSequence(pair) ?? [];
      const oid = readOid(type);
      if (oid === undefined || text === undefined) return undefined;
      attributes.push({ type: oid, value: readText(text) ?? latin1(text.content) });
    }
  }
  return attributes;
}

function keyOfName(name: readonly NameAttribute[]): string {
  return JSON.stringify(
    name.map(({ type, value }) => [type, value.toLowerCase().trim().replaceAll(/\s+/g, ' ')]),
  );
}

type Extensions = ReadonlyMap<string, DerValue | undefined>;

/** The extensions by OID, each as the value inside its octet string; undefined when they are malformed. */
function readExtensions(tail: readonly DerValue[]): Extensions | undefined {
  const extensions = new Map<string, DerValue | undefined>();
  const explicit = tail.find(({ tag }) => tag === 0xa3);
  if (explicit === undefined) return extensions;
  const list = readSequence(readDer(explicit.content));
  if (list === undefined) return undefined;
  for (const entry of list) {
    const parts = readSequence(entry);
    const oid = readOid(parts?.[0]);
    const octets = parts?.at(-1);
    if (oid === undefined || octets?.tag !== DER.octetString) return undefined;
    extensions.set(oid, readDer(octets.content));
  }
  return extensions;
}

function readAltNames(
  value: DerValue | undefined,
): Pick<CertificateFields, 'dnsNames' | 'ipAddresses' | 'hasSan'> {
  const dnsNames: string[] = [];
  const ipAddresses: string[] = [];
  for (const { tag, content } of readSequence(value) ?? []) {
    if (tag === 0x82) dnsNames.push(latin1(content));
    else if (tag === 0x87) {
      const address = readAddress(content);
      if (address !== undefined) ipAddresses.push(address);
    }
  }
  return { dnsNames, ipAddresses, hasSan: value !== undefined };
}

/** Four or sixteen octets as an address in the usual form: RFC 5280 §4.2.1.6, RFC 5952. */
function readAddress(octets: Uint8Array): string | undefined {
  if (octets.length === 4) return octets.join('.');
  if (octets.length !== 16) return undefined;
  const groups: string[] = [];
  for (let index = 0; index < 16; index += 2)
    groups.push((((octets[index] ?? 0) << 8) | (octets[index + 1] ?? 0)).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function readBasicConstraints(
  value: DerValue | undefined,
): Pick<CertificateFields, 'isCa' | 'hasBasicConstraints'> {
  const flag = readSequence(value)?.[0];
  return {
    isCa: flag?.tag === DER.boolean && flag.content[0] !== undefined && flag.content[0] !== 0,
    hasBasicConstraints: value !== undefined,
  };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const readKeyId = (value: DerValue | undefined): string | undefined =>
  value?.tag === DER.octetString ? hex(value.content) : undefined;

function readAuthorityKeyId(
  value: DerValue | undefined,
): Pick<CertificateFields, 'authorityKeyId' | 'issuersIssuerKey'> {
  const parts = readSequence(value) ?? [];
  const keyId = parts.find(({ tag }) => tag === 0x80);
  const names = parts.find(({ tag }) => tag === 0xa1);
  // GeneralNames with a directoryName [4], which is explicit because Name is a CHOICE.
  const directory = names === undefined ? undefined : readDer(names.content);
  const name = directory?.tag === 0xa4 ? readName(readDer(directory.content)) : undefined;
  return {
    authorityKeyId: keyId === undefined ? undefined : hex(keyId.content),
    issuersIssuerKey: name === undefined ? undefined : keyOfName(name),
  };
}

function readIssuerUrls(value: DerValue | undefined): string[] {
  return (readSequence(value) ?? []).flatMap((entry) => {
    const [method, location] = readSequence(entry) ?? [];
    return readOid(method) === OID.caIssuers && location?.tag === 0x86 ? [latin1(location.content)] : [];
  });
}
