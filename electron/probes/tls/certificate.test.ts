import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificateSchema } from '../../contract/outcomes/tls.ts';
import { issue, makeAuthority, selfSigned } from '../testing/test-certificates.ts';
import { readCertificate } from './certificate.ts';
import { readCertificateFields } from './certificate-fields.ts';

const der = (pem: string): Buffer => new X509Certificate(pem).raw;
const root = makeAuthority({ commonName: 'Test Root', organization: 'Airway tests' });

describe('readCertificate', () => {
  it('reads what a server certificate says', () => {
    const { certificatePem, fingerprint256 } = issue(root, {
      dnsNames: ['console.test', '*.console.test'],
      ipAddresses: ['10.0.0.5', 'fe80::1'],
      notBefore: new Date('2026-01-02T03:04:05Z'),
      notAfter: new Date('2051-06-07T08:09:10Z'),
    });
    const read = readCertificate(der(certificatePem));
    expect(certificateSchema.parse(read?.certificate)).toEqual({
      subject: 'CN=console.test',
      issuer: 'O=Airway tests, CN=Test Root',
      commonName: 'console.test',
      issuerCommonName: 'Test Root',
      issuerOrganization: 'Airway tests',
      serial: new X509Certificate(certificatePem).serialNumber,
      notBefore: '2026-01-02T03:04:05.000Z',
      notAfter: '2051-06-07T08:09:10.000Z',
      dnsNames: ['console.test', '*.console.test'],
      ipAddresses: ['10.0.0.5', 'fe80::1'],
      hasSan: true,
      isCa: false,
      isSelfSigned: false,
      keyType: 'ec',
      keyBits: 256,
      signatureAlgorithm: 'ecdsa-with-SHA256',
      fingerprint256,
      publicKey256: expect.stringMatching(/^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/),
      pem: certificatePem,
    });
  });

  it('reads an authority, an old key and an old digest', () => {
    expect(readCertificate(der(root.certificatePem))?.certificate).toMatchObject({
      isCa: true,
      isSelfSigned: true,
    });
    const old = selfSigned({ commonName: 'appliance', key: 'rsa-1024', digest: 'sha1' });
    expect(readCertificate(der(old.certificatePem))?.certificate).toMatchObject({
      hasSan: false,
      isSelfSigned: true,
      keyType: 'rsa',
      keyBits: 1024,
      signatureAlgorithm: 'sha1WithRSAEncryption',
    });
  });

  it("does not call a certificate self-signed that only bears its issuer's name", () => {
    const namesake = issue(makeAuthority({ commonName: 'same' }), { commonName: 'same' });
    expect(readCertificate(der(namesake.certificatePem))?.certificate.isSelfSigned).toBe(false);
  });

  it('never throws for hostile DER, and what it reads fits the contract', () => {
    const whole = der(
      issue(root, { dnsNames: ['console.test'], issuerUrl: 'http://pki.test/ca.cer' }).certificatePem,
    );
    const edits = fc.array(fc.record({ at: fc.nat(whole.length - 1), octet: fc.nat(255) }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(edits, fc.nat(whole.length), (changes, length) => {
        const bent = Buffer.from(whole);
        for (const { at, octet } of changes) bent[at] = octet;
        readCertificateFields(bent.subarray(0, length));
        const read = readCertificate(bent);
        if (read !== undefined) certificateSchema.parse(read.certificate);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readCertificate(bytes)).toBeUndefined();
      }),
    );
  });

  it('fits a certificate with very many names into the contract and still compares with all of them', () => {
    const dnsNames = Array.from({ length: 3000 }, (_, index) => `host-${index}.example.test`);
    const read = readCertificate(der(issue(root, { dnsNames }).certificatePem));
    expect(certificateSchema.parse(read?.certificate).dnsNames).toHaveLength(500);
    expect(read?.certificate.pem).toBe('');
    expect(read?.fields.dnsNames).toHaveLength(3000);
  });
});
