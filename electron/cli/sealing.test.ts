import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isMissing } from '../bundle/testing/needed-program.ts';
import { selfSigned } from '../probes/testing/test-certificates.ts';
import { openSealing } from './sealing.ts';

test.skipIf(isMissing('openssl', 'version'))(
  'an encrypted key asks for its passphrase, once, and is refused without the right one',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'airway-sealing-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { certificatePem, privateKeyPem } = selfSigned({ dnsNames: ['signer.example.com'] });
    const keyPem = execFileSync('openssl', ['pkcs8', '-topk8', '-passout', 'pass:Horse-7'], {
      input: privateKeyPem,
    });
    const flags = { signWith: join(folder, 'cert.pem'), signKey: join(folder, 'key.pem') };
    writeFileSync(flags.signWith, certificatePem);
    writeFileSync(flags.signKey, keyPem);
    const asked: string[] = [];
    const open = (answer: string | undefined) =>
      openSealing(flags, 'out.zip', async (question) => {
        asked.push(question);
        return answer;
      });
    expect(await open('Horse-7')).toMatchObject({
      ok: true,
      value: { signer: { subject: expect.any(String) } },
    });
    expect(asked).toEqual([`Passphrase of ${flags.signKey}`]);
    const wrong = await open('Horse-8');
    expect(wrong).toMatchObject({ ok: false, error: { code: 'wrong-passphrase' } });
    expect(JSON.stringify(wrong)).not.toContain('Horse');
    expect(await open(undefined)).toMatchObject({ ok: false, error: { code: 'passphrase-needed' } });
  },
);

test('an open key asks nobody', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'airway-sealing-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { certificatePem, privateKeyPem } = selfSigned({ dnsNames: ['signer.example.com'] });
  writeFileSync(join(folder, 'both.pem'), `${certificatePem}${privateKeyPem}`);
  const both = join(folder, 'both.pem');
  const opened = await openSealing({ signWith: both, signKey: both }, 'out.zip', async () => {
    throw new Error('asked');
  });
  expect(opened).toMatchObject({ ok: true });
});
