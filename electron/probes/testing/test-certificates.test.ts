import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { afterAll, describe, expect, it } from 'vitest';
import { isNginxMissing, type Nginx, startNginx } from './nginx.ts';
import { issue, makeAuthority, selfSigned } from './test-certificates.ts';

const root = makeAuthority({ commonName: 'Test Root', organization: 'Airway tests' });
const intermediate = makeAuthority({ commonName: 'Test Issuing CA', issuer: root, key: 'rsa-2048' });

describe('issue', () => {
  it('signs below an intermediate and lists what a server must send', () => {
    const certificate = issue(intermediate, {
      dnsNames: ['console.test'],
      ipAddresses: ['127.0.0.1', '::1'],
    });
    const leaf = new X509Certificate(certificate.certificatePem);
    const issuing = new X509Certificate(intermediate.certificatePem);
    expect(leaf.checkIssued(issuing)).toBe(true);
    expect(leaf.verify(issuing.publicKey)).toBe(true);
    expect(issuing.verify(new X509Certificate(root.certificatePem).publicKey)).toBe(true);
    expect(leaf.subjectAltName).toBe('DNS:console.test, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    expect(certificate.fullChainPem.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });

  it('leaves the extension out when no name is given', () => {
    expect(new X509Certificate(issue(root).certificatePem).subjectAltName).toBeUndefined();
  });

  it('makes a certificate that its own key verifies', () => {
    const own = new X509Certificate(
      selfSigned({ dnsNames: ['a.test'], key: 'rsa-1024', digest: 'sha1' }).certificatePem,
    );
    expect(own.verify(own.publicKey)).toBe(true);
  });
});

describe.skipIf(isNginxMissing())('startNginx', () => {
  let nginx: Nginx<'good'> | undefined;
  afterAll(async () => nginx?.stop());

  it('serves a certificate that a client with the root accepts', async () => {
    const certificate = issue(intermediate, { dnsNames: ['console.test'] });
    nginx = await startNginx({
      ports: ['good'],
      files: { 'good.pem': certificate.fullChainPem, 'good.key': certificate.privateKeyPem },
      http: ({ good }) => `server {
        listen 127.0.0.1:${good} ssl; ssl_certificate good.pem; ssl_certificate_key good.key;
        location / { return 200 'hello'; } }`,
    });
    const { good } = nginx.ports;
    const status = await new Promise((resolve, reject) => {
      request(
        { host: '127.0.0.1', port: good, servername: 'console.test', ca: root.certificatePem },
        (response) => resolve(response.resume().statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });

  it('says why a configuration is refused', async () => {
    await expect(startNginx({ ports: ['any'], http: () => 'nonsense;' })).rejects.toThrow(
      'unknown directive',
    );
  });
});
