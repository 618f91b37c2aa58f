import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCertificates } from './certificate-file.ts';

const certificate = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`;
const key = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----\nSECRET\n-----END ${kind}PRIVATE KEY-----`;

describe('readCertificates', () => {
  it('takes every certificate and nothing else', () => {
    const text = `subject=/CN=root\n${certificate('MIIB')}\n${key('RSA ')}\n${certificate('MIIC')}\n`;
    const read = readCertificates(text);
    expect(read).toEqual({
      pem: `${certificate('MIIB')}\n${certificate('MIIC')}\n`,
      certificates: 2,
      hasPrivateKey: true,
    });
  });

  it.each(['', 'RSA ', 'EC ', 'ENCRYPTED '])('sees a private key that begins with %j', (kind) => {
    expect(readCertificates(key(kind)).hasPrivateKey).toBe(true);
  });

  it('finds no certificate in a binary or empty file', () => {
    expect(readCertificates('\u0000\u0082binary')).toEqual({
      pem: '',
      certificates: 0,
      hasPrivateKey: false,
    });
    expect(readCertificates('-----BEGIN CERTIFICATE-----')).toMatchObject({ certificates: 0 });
  });

  it('never lets a key through, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(certificate('MIIB'), key(''), key('EC '), 'text', '\r\n')),
        (parts) => {
          const { pem, certificates } = readCertificates(parts.join('\n'));
          expect(pem).not.toContain('SECRET');
          expect(certificates).toBe(parts.filter((part) => part.includes('BEGIN CERT')).length);
        },
      ),
    );
  });
});
