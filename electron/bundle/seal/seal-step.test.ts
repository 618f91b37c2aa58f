import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readBundle } from '../read-bundle.ts';
import { isMissing } from '../testing/needed-program.ts';
import { eventsOf, sampleReport } from '../testing/sample-report.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { writeBundle } from '../write-bundle.ts';
import { readIdentities } from './open-sealed.ts';
import { isAgeFile, openRecipient, type SealStep } from './seal-step.ts';

const RECIPIENT = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
const input = () => ({
  report: sampleReport(),
  events: eventsOf(sampleReport()),
  createdAt: '2026-03-02T09:20:00.000Z',
});

async function sealTo(recipient: string): Promise<SealStep> {
  const opened = await openRecipient(recipient);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

async function refusal(recipient: string): Promise<string> {
  const opened = await openRecipient(recipient);
  return opened.ok ? 'opened' : opened.error.code;
}

test('takes a public X25519 key of age and nothing else, and repeats no private key', async () => {
  expect(await refusal(RECIPIENT)).toBe('opened');
  expect(await refusal(RECIPIENT.replace('ql3z', 'ql3q'))).toBe('bad-recipient');
  expect(await refusal(RECIPIENT.toUpperCase())).toBe('bad-recipient');
  expect(await refusal('support@example.com')).toBe('bad-recipient');
  expect(await refusal('age1pq1abc')).toBe('bad-recipient');
  const secret = `AGE-SECRET-KEY-1${'Q'.repeat(58)}`;
  const refused = await openRecipient(secret);
  expect(refused).toMatchObject({ ok: false, error: { code: 'secret-key' } });
  expect(JSON.stringify(refused)).not.toContain('QQQ');
});

describe.skipIf(isMissing('age', '--version'))('a bundle for one key, opened by age', () => {
  /** A new key pair of age-keygen: the file of the private key, and the public key. */
  function keyPair(folder: string): { file: string; recipient: string } {
    const file = join(folder, `${readdirSync(folder).length}.key`);
    execFileSync('age-keygen', ['-o', file], { stdio: 'ignore' });
    return { file, recipient: execFileSync('age-keygen', ['-y', file], { encoding: 'utf8' }).trim() };
  }

  test('is the zip that would have been written without it', async () => {
    const folder = temporaryFolder();
    const { file, recipient } = keyPair(folder);
    const plain = join(folder, 'plain.zip');
    const sealed = join(folder, 'sealed.zip.age');
    await writeBundle(input(), plain);
    const written = await writeBundle(input(), sealed, { seal: await sealTo(recipient) });
    const bytes = readFileSync(sealed);
    expect(isAgeFile(bytes)).toBe(true);
    expect(written).toMatchObject({
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(execFileSync('age', ['-d', '-i', file, sealed]).equals(readFileSync(plain))).toBe(true);
    expect(() => execFileSync('age', ['-d', '-i', keyPair(folder).file, sealed], { stdio: 'pipe' })).toThrow(
      /no identity matched/,
    );
  });

  test('and what age encrypted is read with the private key, and leaves nothing behind', async () => {
    const folder = temporaryFolder();
    const { file, recipient } = keyPair(folder);
    const identities = readIdentities(readFileSync(file, 'utf8'));
    expect(identities).toHaveLength(1);
    const plain = join(folder, 'plain.zip');
    const sealed = join(folder, 'sealed.zip.age');
    await writeBundle(input(), plain);
    execFileSync('age', ['-r', recipient, '-o', sealed, plain]);
    // Where the system keeps what is temporary: here it holds nothing of anybody else's.
    const temporary = temporaryFolder();
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await readBundle(sealed, { identities })).toMatchObject({ ok: true });
    expect(await readBundle(sealed)).toMatchObject({ ok: false, error: { code: 'encrypted' } });
    const other = readIdentities(readFileSync(keyPair(folder).file, 'utf8'));
    expect(await readBundle(sealed, { identities: other })).toMatchObject({ error: { code: 'other-key' } });

    const bytes = readFileSync(sealed);
    for (const at of [30, bytes.length - 1, bytes.length >> 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(sealed, changed);
      expect((await readBundle(sealed, { identities })).ok).toBe(false);
    }
    writeFileSync(sealed, bytes.subarray(0, bytes.length - 20));
    expect((await readBundle(sealed, { identities })).ok).toBe(false);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

test('holds its source back: nothing piles up while the disk is busy', async () => {
  const seal = await sealTo(RECIPIENT);
  let given = 0;
  const piece = Buffer.alloc(64 * 1024);
  const endless = (async function* () {
    for (;;) {
      given += piece.length;
      yield piece;
    }
  })();
  const sealed = seal(endless)[Symbol.asyncIterator]();
  for (let taken = 0; taken < 20; taken += 1) await sealed.next();
  expect(given).toBeLessThan(30 * piece.length);
  await sealed.return?.();
  const before = given;
  expect(await endless.next()).toMatchObject({ done: true });
  expect(given).toBe(before);
});

test('a step that fails leaves no file and keeps what stood there before', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'out.zip.age');
  writeFileSync(path, 'before');
  const failing: SealStep = async function* (chunks) {
    for await (const chunk of chunks) {
      yield chunk;
      throw new Error('no more randomness');
    }
  };
  await expect(writeBundle(input(), path, { seal: failing })).rejects.toThrow('no more randomness');
  expect(readdirSync(folder)).toEqual(['out.zip.age']);
  expect(readFileSync(path, 'utf8')).toBe('before');
});
