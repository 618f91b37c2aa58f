import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import forge from 'node-forge';

const { asn1, pki } = forge;

/** Kinds of key that a test certificate may have. EC keys are the default because they are made in a millisecond. */
type TestKey = 'ec-p256' | 'ec-p384' | 'rsa-2048' | 'rsa-1024';

/** Digest of the issuer's signature. `sha1` makes the weak signature that probes must notice. */
type TestDigest = 'sha256' | 'sha384' | 'sha1';

/** A certificate authority made for one test: a root, or an intermediate when it was made with an `issuer`. */
export interface TestAuthority {
  readonly commonName: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** This certificate and those above it, the root left out: what a server must send below its leaf. Empty for a root. */
  readonly intermediatesPem: string;
}

/** A certificate for a server or client, with what a server needs to use it. */
export interface TestCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** The leaf and its intermediates in order, without the root: the file that nginx calls `ssl_certificate`. */
  readonly fullChainPem: string;
  /** SHA-256 over the DER, upper-case hex pairs with colons. */
  readonly fingerprint256: string;
}

interface Validity {
  /** Default: one day ago. */
  readonly notBefore?: Date;
  /** Default: 365 days from now. */
  readonly notAfter?: Date;
}

export interface AuthorityOptions extends Validity {
  readonly commonName: string;
  readonly organization?: string;
  /** Makes an intermediate that this authority signs, instead of a self-signed root. */
  readonly issuer?: TestAuthority;
  readonly key?: TestKey;
  readonly digest?: TestDigest;
}

export interface CertificateOptions extends Validity {
  /** Default: the first DNS name or IP address. */
  readonly commonName?: string;
  /** Subject alternative names. With neither of the two lists the certificate has no such extension at all. */
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  readonly key?: TestKey;
  readonly digest?: TestDigest;
  /** URL of the issuer's certificate, written as Authority Information Access (RFC 5280 §4.2.2.1). */
  readonly issuerUrl?: string;
}

const DAY_MS = 86_400_000;

/** Makes a self-signed root, or an intermediate when `issuer` is given. */
export function makeAuthority(options: AuthorityOptions): TestAuthority {
  const key = makeKey(options.key ?? 'ec-p256');
  const certificatePem = build({
    ...options,
    subject: nameOf(options.commonName, options.organization),
    key,
    ...signer(options.issuer, key),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return {
    commonName: options.commonName,
    certificatePem,
    privateKeyPem: pemOf(key.privateKey),
    intermediatesPem: options.issuer === undefined ? '' : certificatePem + options.issuer.intermediatesPem,
  };
}

/** Issues a server certificate; it may also be used as a client certificate. */
export function issue(authority: TestAuthority, options: CertificateOptions = {}): TestCertificate {
  return leaf(options, authority);
}

/** Makes a single certificate that is signed by its own key, as appliances do when nobody gave them one. */
export function selfSigned(options: CertificateOptions = {}): TestCertificate {
  return leaf(options, undefined);
}

function leaf(options: CertificateOptions, authority: TestAuthority | undefined): TestCertificate {
  const key = makeKey(options.key ?? 'ec-p256');
  const { dnsNames = [], ipAddresses = [] } = options;
  const extensions: object[] = [
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
  ];
  const altNames = [
    ...dnsNames.map((value) => ({ type: 2, value })),
    ...ipAddresses.map((ip) => ({ type: 7, ip })),
  ];
  if (altNames.length > 0) extensions.push({ name: 'subjectAltName', altNames });
  if (options.issuerUrl !== undefined) extensions.push(issuerAccess(options.issuerUrl));
  const certificatePem = build({
    ...options,
    subject: nameOf(options.commonName ?? dnsNames[0] ?? ipAddresses[0] ?? 'test'),
    key,
    ...signer(authority, key),
    extensions,
  });
  return {
    certificatePem,
    privateKeyPem: pemOf(key.privateKey),
    fullChainPem: certificatePem + (authority?.intermediatesPem ?? ''),
    fingerprint256: new X509Certificate(certificatePem).fingerprint256,
  };
}

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

function makeKey(kind: TestKey): KeyPair {
  switch (kind) {
    case 'rsa-2048':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
    case 'rsa-1024':
      return generateKeyPairSync('rsa', { modulusLength: 1024 });
    case 'ec-p384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' });
    case 'ec-p256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }
}

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

interface Signer {
  readonly issuerName: forge.asn1.Asn1;
  readonly signingKey: KeyObject;
  readonly authorityKeyId: string;
}

function signer(
  authority: TestAuthority | undefined,
  own: KeyPair,
): Partial<Signer> & { signingKey: KeyObject } {
  if (authority === undefined) return { signingKey: own.privateKey };
  const der = asn1.fromDer(new X509Certificate(authority.certificatePem).raw.toString('binary'));
  return {
    issuerName: subjectOf(der),
    signingKey: createPrivateKey(authority.privateKeyPem),
    authorityKeyId: keyId(new X509Certificate(authority.certificatePem).publicKey),
  };
}

/** The subject Name of a certificate: the sixth field of a version 3 TBSCertificate, RFC 5280 §4.1. */
function subjectOf(certificate: forge.asn1.Asn1): forge.asn1.Asn1 {
  return child(child(certificate, 0), 5);
}

function child(node: forge.asn1.Asn1, index: number): forge.asn1.Asn1 {
  const found = Array.isArray(node.value) ? node.value[index] : undefined;
  if (found === undefined) throw new Error('unexpected shape of a test certificate');
  return found;
}

function nameOf(commonName: string, organization?: string): forge.pki.CertificateField[] {
  const common = { name: 'commonName', value: commonName };
  return organization === undefined ? [common] : [{ name: 'organizationName', value: organization }, common];
}

/** SHA-1 of the public key as an octet string: method 1 of RFC 5280 §4.2.1.2, near enough for a test. */
const keyId = (key: KeyObject): string =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('binary');

const octets = (tag: number, bytes: string, tagClass = asn1.Class.UNIVERSAL): forge.asn1.Asn1 =>
  asn1.create(tagClass, tag, false, bytes);

const sequence = (parts: forge.asn1.Asn1[]): forge.asn1.Asn1 =>
  asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, parts);

const oid = (dotted: string): forge.asn1.Asn1 => octets(asn1.Type.OID, asn1.oidToDer(dotted).getBytes());

const extension = (id: string, value: forge.asn1.Asn1): object => ({
  id,
  value: asn1.toDer(value).getBytes(),
});

const issuerAccess = (url: string): object =>
  extension(
    '1.3.6.1.5.5.7.1.1',
    sequence([sequence([oid('1.3.6.1.5.5.7.48.2'), octets(6, url, asn1.Class.CONTEXT_SPECIFIC)])]),
  );

const ECDSA_OIDS = {
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
};
const RSA_OIDS = {
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
};

interface Blueprint extends Validity, Partial<Omit<Signer, 'signingKey'>> {
  readonly subject: forge.pki.CertificateField[];
  readonly key: KeyPair;
  readonly signingKey: KeyObject;
  readonly extensions: object[];
  readonly digest?: TestDigest;
}

/**
 * Lets node-forge lay out the certificate and puts in what it has no notion of: EC keys, and the signature of a key that
 * node:crypto holds. forge insists on an RSA key while it builds, so it is given the smallest one and that is replaced.
 */
function build(blueprint: Blueprint): string {
  const { digest = 'sha256', signingKey } = blueprint;
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.rsa.setPublicKey(
    new forge.jsbn.BigInteger('3'),
    new forge.jsbn.BigInteger('3'),
  );
  certificate.serialNumber = `4${randomBytes(16).toString('hex').slice(1)}`;
  certificate.validity.notBefore = blueprint.notBefore ?? new Date(Date.now() - DAY_MS);
  certificate.validity.notAfter = blueprint.notAfter ?? new Date(Date.now() + 365 * DAY_MS);
  certificate.setSubject(blueprint.subject);
  certificate.setIssuer(blueprint.subject);
  certificate.signature = '';
  const keyIds = [extension('2.5.29.14', octets(asn1.Type.OCTETSTRING, keyId(blueprint.key.publicKey)))];
  if (blueprint.authorityKeyId !== undefined)
    keyIds.push(
      extension('2.5.29.35', sequence([octets(0, blueprint.authorityKeyId, asn1.Class.CONTEXT_SPECIFIC)])),
    );
  certificate.setExtensions([...blueprint.extensions, ...keyIds]);
  const isEc = signingKey.asymmetricKeyType === 'ec';
  const algorithmOid = (isEc ? ECDSA_OIDS : RSA_OIDS)[digest];
  certificate.signatureOid = algorithmOid;
  certificate.siginfo.algorithmOid = algorithmOid;
  const algorithm = sequence(isEc ? [oid(algorithmOid)] : [oid(algorithmOid), octets(asn1.Type.NULL, '')]);

  const tbs = child(pki.certificateToAsn1(certificate), 0);
  if (!Array.isArray(tbs.value)) throw new Error('unexpected shape of a test certificate');
  tbs.value[2] = algorithm;
  if (blueprint.issuerName !== undefined) tbs.value[3] = blueprint.issuerName;
  tbs.value[6] = asn1.fromDer(
    blueprint.key.publicKey.export({ type: 'spki', format: 'der' }).toString('binary'),
  );
  const signature = sign(digest, Buffer.from(asn1.toDer(tbs).getBytes(), 'binary'), signingKey);
  const der = asn1
    .toDer(sequence([tbs, algorithm, octets(asn1.Type.BITSTRING, `\0${signature.toString('binary')}`)]))
    .getBytes();
  return `-----BEGIN CERTIFICATE-----\n${forge.util.encode64(der, 64).replaceAll('\r', '')}\n-----END CERTIFICATE-----\n`;
}
