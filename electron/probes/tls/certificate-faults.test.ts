import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type CertificateOptions,
  issue,
  makeAuthority,
  selfSigned,
  type TestAuthority,
} from '../testing/test-certificates.ts';
import { type ReadCertificate, readCertificate } from './certificate.ts';
import { findFaults } from './certificate-faults.ts';
import { assessTrust } from './trust.ts';
import { makeStore, pemBlocks } from './trust-store.ts';

const NOW = Date.parse('2030-05-10T12:00:00Z');
const YEARS = { notBefore: new Date('2029-01-01T00:00:00Z'), notAfter: new Date('2035-01-01T00:00:00Z') };
const authority = (options: Parameters<typeof makeAuthority>[0]): TestAuthority =>
  makeAuthority({ ...YEARS, ...options });

const root = authority({ commonName: 'Root' });
const issuing = authority({ commonName: 'Issuing', issuer: root });
const good = { ...YEARS, dnsNames: ['console.test'] };

const read = (pem: string): ReadCertificate[] =>
  pemBlocks(pem).flatMap((block) => readCertificate(new X509Certificate(block).raw) ?? []);

function faultsOf(
  pem: string,
  stores = [makeStore('profile', [root.certificatePem])],
  name = 'console.test',
) {
  const chain = read(pem);
  const [leaf] = chain;
  if (leaf === undefined) throw new Error('no certificate');
  return findFaults(leaf, assessTrust(chain, stores), name, NOW);
}

const faultsOfLeaf = (options: CertificateOptions): string[] =>
  faultsOf(issue(issuing, options).fullChainPem);

describe('findFaults', () => {
  it('finds none in a good chain', () => {
    expect(faultsOfLeaf(good)).toEqual([]);
  });

  it.each([
    ['2030-05-10T11:59:59Z', ['expired']],
    ['2030-05-10T12:00:01Z', ['expires-soon']],
    ['2030-06-09T11:59:59Z', ['expires-soon']],
    ['2030-06-09T12:00:01Z', []],
  ])('valid until %s: %j', (notAfter, faults) => {
    expect(faultsOfLeaf({ ...good, notAfter: new Date(notAfter) })).toEqual(faults);
  });

  it('tells several faults apart at once', () => {
    const pem = selfSigned({
      commonName: 'appliance',
      notBefore: new Date('2031-01-01T00:00:00Z'),
      notAfter: new Date('2032-01-01T00:00:00Z'),
      key: 'rsa-1024',
    }).certificatePem;
    expect(faultsOf(pem)).toEqual([
      'not-yet-valid',
      'name-mismatch',
      'self-signed',
      'without-san',
      'weak-key',
    ]);
  });

  it('finds an expired or weak certificate above the own one as well', () => {
    const old = authority({ commonName: 'Old', issuer: root, notAfter: new Date('2030-01-01T00:00:00Z') });
    expect(faultsOf(issue(old, good).fullChainPem)).toEqual(['expired']);
    const weak = authority({ commonName: 'Weak', issuer: root, key: 'rsa-1024', digest: 'sha1' });
    expect(faultsOf(issue(weak, good).fullChainPem)).toEqual(['weak-key', 'weak-signature']);
  });

  it('lets a root be as old-fashioned as it likes', () => {
    const oldRoot = authority({ commonName: 'Old Root', key: 'rsa-1024', digest: 'sha1' });
    const pem = issue(oldRoot, good).certificatePem;
    expect(faultsOf(pem, [makeStore('profile', [oldRoot.certificatePem])])).toEqual([]);
  });

  it('compares the name with the names of the certificate', () => {
    expect(faultsOf(issue(issuing, good).fullChainPem, undefined, 'other.test')).toEqual(['name-mismatch']);
    expect(faultsOf(issue(issuing, good).fullChainPem, undefined, '10.0.0.5')).toEqual(['name-mismatch']);
    // Right by the old rule of the commonName: the missing extension is what is wrong.
    expect(faultsOfLeaf({ ...YEARS, commonName: 'console.test' })).toEqual(['without-san']);
  });

  it('notices that only the operating system trusts the chain', () => {
    const chain = issue(issuing, good).fullChainPem;
    const withOs = [makeStore('runtime', []), makeStore('os', [root.certificatePem])];
    expect(faultsOf(chain, withOs)).toEqual(['trusted-by-os-only']);
    expect(faultsOf(chain, [...withOs, makeStore('profile', [root.certificatePem])])).toEqual([]);
  });
});
