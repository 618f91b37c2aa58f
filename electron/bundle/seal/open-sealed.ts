import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BundleRefused } from '../zip-reader.ts';
import { AGE_HEAD_BYTES, isAgeFile } from './seal-step.ts';

/** A bundle as a plain zip on this machine, until it is closed. */
export interface OpenedFile {
  readonly path: string;
  close(): Promise<void>;
}

/** An X25519 identity of age, as `age-keygen` writes it: a line of its own among comments. */
const IDENTITY = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;

/** The private keys in the text of an age identity file. */
export const readIdentities = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => IDENTITY.test(line));

/**
 * Opens a bundle for reading. One that age encrypted is decrypted first, into a folder that only this user may enter, and is removed
 * by `close`: a zip is read from its end, and its sums say only at the end that nothing was changed. Throws `BundleRefused` with
 * `not-a-file`, `encrypted` (no key was given), `other-key` or `damaged`, and what the file system throws.
 */
export async function openBundleFile(path: string, identities: readonly string[]): Promise<OpenedFile> {
  const found = await stat(path);
  if (!found.isFile()) throw new BundleRefused('not-a-file', 'this is not a file');
  if (!isAgeFile(await headOf(path))) return { path, close: async () => undefined };
  if (identities.length === 0)
    throw new BundleRefused(
      'encrypted',
      'it is encrypted; open it with --identity and the file of the private age key, or decrypt it first with age -d',
    );
  const folder = await mkdtemp(join(tmpdir(), 'airway-open-'));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const target = join(folder, 'bundle.zip');
    await decrypt(path, identities, target);
    return { path: target, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(AGE_HEAD_BYTES);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function decrypt(path: string, identities: readonly string[], target: string): Promise<void> {
  const age = await import('age-encryption');
  const decrypter = new age.Decrypter();
  const source = createReadStream(path);
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
    const plain = await decrypter.decrypt(Readable.toWeb(source) as unknown as ReadableStream<Uint8Array>);
    await pipeline(
      Readable.from(plain, { objectMode: false }),
      createWriteStream(target, { flags: 'wx', mode: 0o600 }),
    );
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) throw error;
    // The library tells in words alone; a wrong key and a changed header are both "cannot be opened".
    throw new BundleRefused(
      'other-key',
      'it is encrypted and does not open with this key, or it was changed after it was encrypted',
    );
  } finally {
    source.destroy();
  }
}
