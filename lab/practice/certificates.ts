import { randomBytes } from 'node:crypto';
import forge from 'node-forge';
import { type KeyPair, makeKeyPair } from './key-pair.ts';
import type { CertificatePlan } from './site-plan.ts';

const DAY_MS = 86_400_000;

/** A certificate as a TLS server is given it: the chain as it is sent, leaf first, and the key of the leaf. */
export interface ServedCertificate {
  readonly chainPem: string;
  readonly keyPem: string;
}

/** Makes the certificates of one practice site; equal plans get the same certificate. */
export interface CertificateMaker {
  /** PEM of the site's root, the one authority that its users are given. */
  caPem(): Promise<string>;
  serve(plan: CertificatePlan): Promise<ServedCertificate>;
}

interface Authority {
  readonly certificate: forge.pki.Certificate;
  readonly key: KeyPair;
  /** PEM of the certificates between a leaf and the root, as a server sends them. */
  readonly sentPem: string;
  readonly rootPem: string;
}

type Name = readonly { readonly name: string; readonly value: string }[];

const siteName = (commonName: string): Name => [
  { name: 'commonName', value: commonName },
  { name: 'organizationName', value: 'Airway practice site' },
];

/** The name that a FortiGate gives to its own authority, by which an engineer knows inspection when seeing it. */
const INSPECTION_NAME: Name = [
  { name: 'countryName', value: 'US' },
  { name: 'stateOrProvinceName', value: 'California' },
  { name: 'localityName', value: 'Sunnyvale' },
  { name: 'organizationName', value: 'Fortinet' },
  { name: 'organizationalUnitName', value: 'Certificate Authority' },
  { name: 'commonName', value: 'FortiGate CA' },
];

/**
 * Starts making certificates with new keys; nothing is written anywhere. `now` is the site's clock in ms since 1970, from
 * which every date is counted. Keys are made by node:crypto, all those needed at once, beside the main thread.
 */
export function makeCertificates(now: number): CertificateMaker {
  const keys = new Map<string, Promise<KeyPair>>();
  const keyOf = (owner: string, bits: number): Promise<KeyPair> =>
    remembered(keys, `${owner} ${bits}`, () => makeKeyPair(bits));
  const authorities = new Map<string, Promise<Authority>>();
  const served = new Map<string, Promise<ServedCertificate>>();

  const twoTier = async (label: string): Promise<Authority> => {
    const [rootKey, key] = await Promise.all([
      keyOf(`${label} root`, 2048),
      keyOf(`${label} intermediate`, 2048),
    ]);
    const root = authorityCertificate(siteName(`${label} Root CA`), rootKey, undefined, now);
    const certificate = authorityCertificate(
      siteName(`${label} Issuing CA`),
      key,
      { certificate: root, key: rootKey },
      now,
    );
    return {
      certificate,
      key,
      sentPem: forge.pki.certificateToPem(certificate),
      rootPem: forge.pki.certificateToPem(root),
    };
  };
  const inspection = async (): Promise<Authority> => {
    const key = await keyOf('inspection', 2048);
    const certificate = authorityCertificate(INSPECTION_NAME, key, undefined, now);
    const pem = forge.pki.certificateToPem(certificate);
    return { certificate, key, sentPem: pem, rootPem: pem };
  };
  const authority = (issuer: Exclude<CertificatePlan['issuer'], 'itself'>): Promise<Authority> =>
    remembered(authorities, issuer, () => {
      if (issuer === 'inspection') return inspection();
      return twoTier(issuer === 'site' ? 'Practice Site' : 'Unknown Company');
    });

  const serve = async (plan: CertificatePlan): Promise<ServedCertificate> => {
    const [key, issuer] = await Promise.all([
      keyOf('leaf', plan.keyBits),
      plan.issuer === 'itself' ? undefined : authority(plan.issuer),
    ]);
    const leafPem = forge.pki.certificateToPem(leafCertificate(plan, key, issuer, now));
    return {
      chainPem: plan.sendsChain && issuer !== undefined ? leafPem + issuer.sentPem : leafPem,
      keyPem: key.privatePem,
    };
  };

  return {
    caPem: async () => (await authority('site')).rootPem,
    serve: (plan) => remembered(served, JSON.stringify(plan), () => serve(plan)),
  };
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function emptyCertificate(key: KeyPair, notBefore: number, notAfter: number): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = key.publicKey;
  // RFC 5280 §4.1.2.2: positive, at most 20 bytes; the leading 01 keeps it positive and without a leading zero.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(notBefore);
  certificate.validity.notAfter = new Date(notAfter);
  return certificate;
}

function authorityCertificate(
  name: Name,
  key: KeyPair,
  issuer: { readonly certificate: forge.pki.Certificate; readonly key: KeyPair } | undefined,
  now: number,
): forge.pki.Certificate {
  // Older and longer lived than any leaf of any plan, so that a date is only ever the leaf's fault.
  const certificate = emptyCertificate(key, now - 1000 * DAY_MS, now + 3000 * DAY_MS);
  certificate.setSubject([...name]);
  certificate.setIssuer(issuer === undefined ? [...name] : issuer.certificate.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
    ...authorityKeyIdentifier(issuer?.certificate),
  ]);
  certificate.sign((issuer?.key ?? key).privateKey, forge.md.sha256.create());
  return certificate;
}

function leafCertificate(
  plan: CertificatePlan,
  key: KeyPair,
  issuer: Authority | undefined,
  now: number,
): forge.pki.Certificate {
  const certificate = emptyCertificate(
    key,
    now + plan.notBeforeDays * DAY_MS,
    now + plan.notAfterDays * DAY_MS,
  );
  const subject = siteName(plan.commonName);
  certificate.setSubject([...subject]);
  certificate.setIssuer(issuer === undefined ? [...subject] : issuer.certificate.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectKeyIdentifier' },
    ...authorityKeyIdentifier(issuer?.certificate),
    ...subjectAltName(plan),
  ]);
  certificate.sign((issuer?.key ?? key).privateKey, forge.md.sha256.create());
  return certificate;
}

function authorityKeyIdentifier(issuer: forge.pki.Certificate | undefined): object[] {
  if (issuer === undefined) return [];
  return [
    {
      name: 'authorityKeyIdentifier',
      keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes(),
    },
  ];
}

/** GeneralName choices of RFC 5280 §4.2.1.6: 2 is a DNS name, 7 an IP address. */
function subjectAltName(plan: CertificatePlan): object[] {
  if (!plan.hasSan) return [];
  const altNames = [
    ...plan.dnsNames.map((value) => ({ type: 2, value })),
    ...plan.ipAddresses.map((ip) => ({ type: 7, ip })),
  ];
  return [{ name: 'subjectAltName', altNames }];
}
