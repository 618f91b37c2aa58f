import type { RunEvent } from '../contract/events.ts';
import type { Report } from '../contract/report.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { type BundleContents, readContents } from './bundle-contents.ts';
import { BUNDLE_LIMITS, type BundleLimits } from './bundle-limits.ts';
import type { Manifest } from './manifest.ts';
import { type OpenedFile, openBundleFile } from './seal/open-sealed.ts';
import { isAgeFile } from './seal/seal-step.ts';
import type { Signature } from './seal/verify-signature.ts';
import { BundleRefused, openArchive, quoted, type SafeArchive } from './zip-reader.ts';

/** A bundle whose every sum was found right. */
export interface ReadBundle {
  readonly manifest: Manifest;
  readonly report: Report;
  readonly events: readonly RunEvent[];
  /** There when the manifest is signed; whether the signer is whom the reader trusts is another question. */
  readonly signature?: Signature;
}

export interface ReadOptions {
  readonly limits?: Partial<BundleLimits> | undefined;
  /** Private keys of age (`AGE-SECRET-KEY-1…`), for a bundle that is encrypted. */
  readonly identities?: readonly string[] | undefined;
  /** How the file is called in a sentence, where its path would say nothing. */
  readonly fileName?: string | undefined;
}

/**
 * Reads a bundle that may come from anyone. Nothing that is in it is written to disk, save an encrypted one, which is decrypted into
 * a private folder for as long as it is read. Refuses, with one sentence: what is no zip, names that lead elsewhere, links, double
 * names, encrypted files, more than the limits, a version that this Airway does not know, files without a manifest row or rows
 * without a file, wrong sums, a signature that does not hold, and reports or events that are not of the contract.
 */
export async function readBundle(path: string, options: ReadOptions = {}): Promise<Result<ReadBundle>> {
  const limits = { ...BUNDLE_LIMITS, ...options.limits };
  return refusing(options.fileName ?? path, () =>
    withBundle(path, options.identities, (source) => readWhole(source, limits)),
  );
}

/** The same of a bundle in memory; `name` stands for it in the sentence. */
export async function readBundleBytes(
  bytes: Buffer,
  name: string,
  options: Pick<ReadOptions, 'limits'> = {},
): Promise<Result<ReadBundle>> {
  const limits = { ...BUNDLE_LIMITS, ...options.limits };
  return refusing(name, async () => {
    if (isAgeFile(bytes)) throw new BundleRefused('encrypted', 'it is encrypted');
    return readWhole(bytes, limits);
  });
}

/** What `airway verify` found out about a bundle. */
export interface CheckedBundle extends Partial<BundleContents> {
  /** One sentence each; empty when every sum and the signature are right. */
  readonly problems: readonly string[];
}

/** Checks everything that `readBundle` does and names every fault instead of the first one. Refuses what cannot be read at all. */
export async function checkBundle(path: string, options: ReadOptions = {}): Promise<Result<CheckedBundle>> {
  const limits = { ...BUNDLE_LIMITS, ...options.limits };
  return refusing(path, async () =>
    withBundle(path, options.identities, async (source) => {
      const problems: string[] = [];
      const note = ({ message }: BundleRefused): void => void problems.push(sentence(message));
      let archive: SafeArchive | undefined;
      try {
        archive = await openArchive(source, limits);
        const contents = await readContents(archive, limits, note);
        return { problems, ...contents };
      } catch (error) {
        const { code, message } = refusalOf(error);
        if (code === 'unreadable') throw error;
        return { problems: [...problems, sentence(message)] };
      } finally {
        archive?.close();
      }
    }),
  );
}

const sentence = (middle: string): string => `${middle.charAt(0).toUpperCase()}${middle.slice(1)}.`;

async function readWhole(source: string | Buffer, limits: BundleLimits): Promise<ReadBundle> {
  const archive = await openArchive(source, limits);
  try {
    const { report, events, ...rest } = await readContents(archive, limits, (fault) => {
      throw fault;
    });
    if (report === undefined || events === undefined) throw new Error('a fault was passed over');
    return { ...rest, report, events };
  } finally {
    archive.close();
  }
}

async function withBundle<T>(
  path: string,
  identities: readonly string[] | undefined,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const file: OpenedFile = await openBundleFile(path, identities ?? []);
  try {
    return await use(file.path);
  } finally {
    await file.close();
  }
}

async function refusing<T>(name: string, read: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await read());
  } catch (error) {
    const { code, message } = refusalOf(error);
    return refused(code, `${quoted(name)} cannot be read as a bundle: ${message}.`);
  }
}

function refusalOf(error: unknown): { code: string; message: string } {
  if (error instanceof BundleRefused) return { code: error.code, message: error.message };
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return { code: 'no-file', message: 'there is no such file' };
  if (code === 'EACCES' || code === 'EPERM')
    return { code: 'unreadable', message: 'this user has no right to read it' };
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code))
    return { code: 'unreadable', message: `the system says ${code}` };
  return { code: 'damaged', message: 'it is damaged or no zip file' };
}
