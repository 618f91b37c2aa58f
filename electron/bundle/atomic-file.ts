import { randomBytes } from 'node:crypto';
import {
  access,
  constants,
  type FileHandle,
  lstat,
  open,
  readdir,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { errnoOf, UnwritableTarget, whyWriteFailed } from './write-failure.ts';

/** Bytes that may wait for the disk before a writer is held back. */
const BACK_PRESSURE_BYTES = 256 * 1024;

/** Virus scanners on Windows hold a fresh file for a moment; 20 tries of 50 ms bridge that, then the rename fails aloud. */
const RENAME_TRIES = 20;
const RENAME_PAUSE_MS = 50;

/** Aborting `signal` ends the write at once and removes what was written so far. */
export interface WriteOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes a file that is complete or not there at all: into a temporary file beside the target (mode 0600), synced, then renamed
 * over the target, whose folder is synced where the OS can. When `write` fails, the disk is full or `signal` is aborted, the
 * temporary file is removed, what stood under the name before still stands, and the first error is thrown.
 * `write` may end the stream or leave that to this function. A symbolic link keeps pointing to the file that is replaced.
 */
export async function writeAtomically(
  path: string,
  write: (out: Writable) => Promise<void>,
  options: WriteOptions = {},
): Promise<void> {
  const { signal } = options;
  signal?.throwIfAborted();
  const target = await resolveTarget(path);
  const temporary = temporaryBeside(target);
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await fill(handle, write, signal);
    await handle.sync();
    await handle.close();
    signal?.throwIfAborted();
    await renameInto(temporary, target);
  } catch (error) {
    await ignoringFailure(handle.close());
    await ignoringFailure(rm(temporary, { force: true }));
    throw error;
  }
  await ignoringFailure(syncDirectory(dirname(target)));
}

/** Writes one text, UTF-8, with the promise of `writeAtomically`. */
export function writeTextAtomically(path: string, text: string, options: WriteOptions = {}): Promise<void> {
  return writeAtomically(
    path,
    async (out) => {
      out.end(text);
      await finished(out);
    },
    options,
  );
}

/**
 * Says before a run starts why a path could not be written, in one sentence; undefined when nothing speaks against it. It tries
 * with a file of one byte beside the target, because rights, read-only mounts and full disks show only then, and removes it.
 */
export async function whyNotWritable(path: string): Promise<string | undefined> {
  try {
    if (path === '') throw new UnwritableTarget('no-name');
    if (/[/\\]$/.test(path)) throw new UnwritableTarget('folder-name');
    const target = await resolveTarget(path);
    if (await exists(target)) await access(target, constants.W_OK);
    const temporary = temporaryBeside(target);
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile('\n');
    } finally {
      await ignoringFailure(handle.close());
      await ignoringFailure(rm(temporary, { force: true }));
    }
    return undefined;
  } catch (error) {
    return whyWriteFailed(path, error);
  }
}

async function fill(
  handle: FileHandle,
  write: (out: Writable) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const out = new Writable({
    highWaterMark: BACK_PRESSURE_BYTES,
    write: (chunk: Uint8Array, _encoding, done) => {
      handle.writeFile(chunk).then(() => done(), done);
    },
  });
  const { promise: broken, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal?.reason);
  out.on('error', reject);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    // A writer that waits for `drain` or for its own source would never notice a full disk or a cancel: whoever is first decides.
    await Promise.race([broken, complete(out, write)]);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    out.destroy();
  }
}

async function complete(out: Writable, write: (out: Writable) => Promise<void>): Promise<void> {
  await write(out);
  if (!out.writableEnded) out.end();
  await finished(out);
}

/** The file that a path leads to, through symbolic links. Only a file, or nothing yet, can be replaced by a rename. */
async function resolveTarget(path: string): Promise<string> {
  let target: string;
  try {
    target = await realpath(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return resolve(path);
    throw error;
  }
  const found = await stat(target);
  if (found.isDirectory()) throw new UnwritableTarget('is-folder');
  if (!found.isFile()) throw new UnwritableTarget('not-a-file');
  return target;
}

/** A file that is still written changes all the time: one that did not for an hour was left by a process that was killed. */
const LEFT_OVER_MS = 3_600_000;

/** Removes what killed processes left beside a target under their temporary names. What cannot be removed is left where it is. */
export async function removeLeftOvers(path: string, now = Date.now()): Promise<void> {
  const folder = dirname(resolve(path));
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => TEMPORARY_NAME.test(each))) {
    const found = await lstat(join(folder, name)).catch(() => undefined);
    if (found?.isFile() === true && now - found.mtimeMs > LEFT_OVER_MS)
      await ignoringFailure(rm(join(folder, name), { force: true }));
  }
}

const TEMPORARY_NAME = /^\.airway-[0-9a-f]{16}\.part$/;

/** A short name of its own, so that a long target name cannot make the temporary one too long. */
function temporaryBeside(target: string): string {
  return join(dirname(target), `.airway-${randomBytes(8).toString('hex')}.part`);
}

async function renameInto(temporary: string, target: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await rename(temporary, target);
    } catch (error) {
      const isHeld = ['EPERM', 'EACCES', 'EBUSY'].includes(errnoOf(error) ?? '');
      if (process.platform !== 'win32' || !isHeld || attempt === RENAME_TRIES) throw error;
      await wait(RENAME_PAUSE_MS);
    }
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** For clean-up, where the first error is the one to report, and for what an OS may lack (Windows cannot sync a folder). */
async function ignoringFailure(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined);
}
