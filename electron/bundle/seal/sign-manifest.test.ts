import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { issue, makeAuthority } from '../../probes/testing/test-certificates.ts';
import { checkBundle, readBundle } from '../read-bundle.ts';
import { isMissing } from '../testing/needed-program.ts';
import { eventsOf, sampleReport } from '../testing/sample-report.ts';
import { manifestOf, plainFiles, zipOf } from '../testing/sample-zip.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { writeBundle } from '../write-bundle.ts';
import { DER, der, readDer } from './der.ts';
import { fromPem, toPem } from './pem.ts';
import { type ManifestSigner, openSigner, type SignerFiles } from './sign-manifest.ts';
import { isTrustedBy, verifySignature } from './verify-signature.ts';

const NOW = new Date();
const CONTENT = Buffer.from('{"schema":"airway.bundle/1"}\n');
const root = makeAuthority({ commonName: 'Customer Root' });
const middle = makeAuthority({ commonName: 'Customer Issuing', issuer: root });
const ec = issue(middle, { dnsNames: ['signer.example.com'] });
const rsa = issue(middle, { dnsNames: ['signer.example.com'], key: 'rsa-2048' });

const filesOf = ({ fullChainPem, privateKeyPem }: typeof ec): SignerFiles => ({
  certificatePem: fullChainPem,
  keyPem: privateKeyPem,
});

function signer(files: SignerFiles): ManifestSigner {
  const opened = openSigner(files, NOW);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

function signed(certificate: typeof ec, content = CONTENT): string {
  return signer(filesOf(certificate)).sign(content, NOW);
}

describe.each([
  ['EC', ec],
  ['RSA', rsa],
])('a signature with a key of %s', (_kind, certificate) => {
  test('holds for its own text and for no other', () => {
    const pem = signed(certificate);
    const verdict = verifySignature(pem, CONTENT);
    expect(verdict).toMatchObject({
      code: 'valid',
      signature: { subject: 'CN=signer.example.com', fingerprint256: certificate.fingerprint256 },
    });
    if (verdict.code !== 'valid') return;
    expect(isTrustedBy(verdict.signature, [new X509Certificate(root.certificatePem)], NOW)).toBe(true);
    expect(isTrustedBy(verdict.signature, [new X509Certificate(certificate.certificatePem)], NOW)).toBe(true);
    const stranger = new X509Certificate(makeAuthority({ commonName: 'Customer Root' }).certificatePem);
    expect(isTrustedBy(verdict.signature, [stranger], NOW)).toBe(false);
    expect(isTrustedBy(verdict.signature, [], NOW)).toBe(false);
    const later = new Date(NOW.getTime() + 400 * 86_400_000);
    expect(isTrustedBy(verdict.signature, [new X509Certificate(root.certificatePem)], later)).toBe(false);
    expect(verifySignature(pem, Buffer.from('another text'))).toMatchObject({ code: 'other-content' });
  });

  test.skipIf(isMissing('openssl', 'version'))(
    'is verified by openssl, which says no to another text',
    () => {
      const folder = temporaryFolder();
      const file = (name: string, text: string | Buffer): string => {
        writeFileSync(join(folder, name), text);
        return join(folder, name);
      };
      const signature = file('manifest.json.p7s', signed(certificate));
      const authority = file('root.pem', root.certificatePem);
      const verifies = (content: Buffer): boolean => {
        const given = file('manifest.json', content);
        const { status } = spawnSync(
          'openssl',
          [
            ...['cms', '-verify', '-binary', '-inform', 'PEM', '-purpose', 'any', '-in', signature],
            ...['-content', given, '-CAfile', authority, '-out', join(folder, 'out')],
          ],
          { stdio: 'ignore' },
        );
        return status === 0;
      };
      expect(verifies(CONTENT)).toBe(true);
      expect(verifies(Buffer.from('another text'))).toBe(false);
    },
  );

  test.skipIf(isMissing('openssl', 'version'))('that openssl made is verified here', () => {
    const folder = temporaryFolder();
    const path = (name: string): string => join(folder, name);
    writeFileSync(path('cert.pem'), certificate.certificatePem);
    writeFileSync(path('key.pem'), certificate.privateKeyPem);
    writeFileSync(path('manifest.json'), CONTENT);
    for (const digest of ['sha256', 'sha384', 'sha512']) {
      execFileSync('openssl', [
        ...['cms', '-sign', '-binary', '-outform', 'PEM', '-md', digest, '-in', path('manifest.json')],
        ...['-signer', path('cert.pem'), '-inkey', path('key.pem'), '-out', path('p7s')],
      ]);
      expect(verifySignature(readFileSync(path('p7s'), 'utf8'), CONTENT)).toMatchObject({ code: 'valid' });
    }
  });
});

describe('certificate and key', () => {
  const opened = (files: Partial<SignerFiles>): string => {
    const result = openSigner({ ...filesOf(ec), ...files }, NOW);
    return result.ok ? 'opened' : result.error.code;
  };

  test('are refused before anything is written when they cannot sign', () => {
    expect(opened({})).toBe('opened');
    expect(opened({ keyPem: rsa.privateKeyPem })).toBe('other-key');
    expect(opened({ keyPem: 'nothing' })).toBe('no-key');
    expect(opened({ certificatePem: ec.privateKeyPem })).toBe('no-certificate');
    expect(opened({ certificatePem: toPem('CERTIFICATE', Buffer.from('nothing')) })).toBe('no-certificate');
    const past = issue(root, { dnsNames: ['x.test'], notAfter: new Date('2024-01-01') });
    expect(opened(filesOf(past))).toBe('expired');
    const soon = issue(root, {
      dnsNames: ['x.test'],
      notBefore: new Date('2099-01-01'),
      notAfter: new Date('2099-02-01'),
    });
    expect(opened(filesOf(soon))).toBe('expired');
    const weak = issue(root, { dnsNames: ['x.test'], key: 'rsa-1024' });
    expect(opened(filesOf(weak))).toBe('unfit-key');
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(opened({ keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() })).toBe(
      'unfit-key',
    );
  });

  test.skipIf(isMissing('openssl', 'version'))('an encrypted key is opened with its passphrase alone', () => {
    const encrypted = execFileSync('openssl', ['pkcs8', '-topk8', '-passout', 'pass:Horse-7'], {
      input: ec.privateKeyPem,
      encoding: 'utf8',
    });
    expect(opened({ keyPem: encrypted })).toBe('passphrase-needed');
    expect(opened({ keyPem: encrypted, passphrase: 'Horse-8' })).toBe('wrong-passphrase');
    expect(opened({ keyPem: encrypted, passphrase: 'Horse-7' })).toBe('opened');
  });
});

describe('a signed bundle', () => {
  const input = () => ({
    report: sampleReport(),
    events: eventsOf(sampleReport()),
    createdAt: '2026-03-02T09:20:00.000Z',
  });

  test('says who signed it, and one that was changed afterwards says that', async () => {
    const path = join(temporaryFolder(), 'out.zip');
    const written = await writeBundle(input(), path, { signer: signer(filesOf(ec)) });
    const read = await readBundle(path);
    expect(read).toMatchObject({
      ok: true,
      value: { signature: { subject: 'CN=signer.example.com', issuer: 'CN=Customer Issuing' } },
    });
    if (read.ok) expect(written.files).toBe(read.value.manifest.files.length + 2);

    const files = plainFiles();
    const manifest = manifestOf(files);
    const resigned = (pem: string) => zipOf([...files, manifest, { name: 'manifest.json.p7s', text: pem }]);
    writeFileSync(path, await resigned(signed(ec, Buffer.from(manifest.text))));
    expect(await readBundle(path)).toMatchObject({ ok: true });
    for (const pem of [signed(ec), 'nothing', '']) {
      writeFileSync(path, await resigned(pem));
      expect(await readBundle(path)).toMatchObject({ ok: false, error: { code: 'bad-signature' } });
      expect(await checkBundle(path)).toMatchObject({
        value: { problems: [expect.stringMatching(/^Its signature does not hold: .+\.$/)] },
      });
    }
  });

  test('is not written when the key does not sign', async () => {
    const folder = temporaryFolder();
    const broken: ManifestSigner = {
      subject: 'CN=x',
      sign: () => {
        throw new Error('the token was pulled out');
      },
    };
    await expect(writeBundle(input(), join(folder, 'out.zip'), { signer: broken })).rejects.toThrow(
      'pulled out',
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a signature that may come from anyone', () => {
  const [bytes = Buffer.alloc(0)] = fromPem(signed(rsa), 'CMS');
  const own = new X509Certificate(rsa.certificatePem);
  const authority = new X509Certificate(root.certificatePem);

  test('holds in no changed form, and none ends the program', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: bytes.length - 1 }),
        fc.nat({ max: 255 }),
        fc.nat({ max: 40 }),
        (at, value, cut) => {
          const changed = Buffer.from(bytes);
          changed[at] = value;
          const given = cut < 30 ? changed : changed.subarray(0, at);
          const verdict = verifySignature(toPem('CMS', given), CONTENT);
          if (verdict.code !== 'valid') return;
          // A certificate that was changed keeps its key, and nobody who trusts its authority is taken in.
          const { signature } = verdict;
          expect(signature.certificate.publicKey.equals(own.publicKey)).toBe(true);
          if (isTrustedBy(signature, [authority], NOW))
            expect(signature.fingerprint256).toBe(rsa.fingerprint256);
        },
      ),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => verifySignature(text, CONTENT).code !== 'valid'),
    );
  });

  test('is read as DER that is written by the same rules', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 5 }), (contents) => {
        const elements = contents.map((content) => der(DER.octetString, content));
        const read = readDer(Buffer.concat(elements)) ?? [];
        expect(read.map(({ content }) => [...content])).toEqual(contents.map((content) => [...content]));
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (any) => void readDer(Buffer.from(any))));
  });
});
