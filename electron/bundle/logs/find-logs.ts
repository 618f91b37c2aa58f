import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errnoOf } from '../write-failure.ts';
import type { LogPlace } from './log-places.ts';
import { whyRefusedByName } from './refused-files.ts';

/** A file that a pattern of a place fits. */
export interface FoundLog {
  readonly place: LogPlace;
  readonly path: string;
  /** Below the place, with forward slashes. */
  readonly relativePath: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** What it was when it was found; a file that was put in its place since is not read. */
  readonly device: number;
  readonly inode: number;
}

/** Something that was looked for, and why it is not there. */
export interface NotFound {
  readonly what: string;
  readonly why: string;
}

/** What a search came to. */
export interface FoundLogs {
  /** Newest first. */
  readonly logs: readonly FoundLog[];
  readonly notFound: readonly NotFound[];
}

/** Most entries of one folder, and most files of one search: a folder with a million files costs no minute. */
const MOST_ENTRIES = 5000;
const MOST_FILES = 500;

/** How paths are told in sentences. */
const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EACCES: 'this user has no right to read it',
  EPERM: 'this user has no right to read it',
};
const whyUnreadable = (error: unknown): string =>
  WHY[errnoOf(error) ?? ''] ?? `the system says ${errnoOf(error) ?? 'an unknown error'}`;

/**
 * Looks for logs in the places of one operating system. Only real folders and real files are followed: a symbolic link below a
 * place could lead anywhere. Nothing is opened here.
 */
export async function findLogs(
  places: readonly LogPlace[],
  platform: string,
  environment: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<FoundLogs> {
  const logs = new Map<string, FoundLog>();
  const notFound: NotFound[] = [];
  for (const place of places.filter(({ os }) => os.some((each) => each === platform))) {
    signal?.throwIfAborted();
    const folder = expand(place.folder, environment);
    const what = `${place.what} in ${place.folder}`.slice(0, 200);
    try {
      const roots = await foldersOf(folder);
      if (roots.length === 0) throw Object.assign(new Error('no folder'), { code: 'ENOENT' });
      const before = logs.size;
      for (const root of roots) await search(place, root, logs, notFound);
      if (logs.size === before) notFound.push({ what, why: 'the folder is there, and no log is in it' });
    } catch (error) {
      notFound.push({ what, why: whyUnreadable(error) });
    }
  }
  return {
    logs: [...logs.values()].sort(
      (one, other) => other.modifiedMs - one.modifiedMs || (one.path < other.path ? -1 : 1),
    ),
    notFound,
  };
}

const expand = (folder: string, environment: NodeJS.ProcessEnv): string =>
  folder.replace(/%(\w+)%|\$\{(\w+)\}/g, (whole, windows?: string, unix?: string) => {
    return environment[windows ?? unix ?? ''] ?? whole;
  });

/** The folders that a path with at most one `*` in it means. */
async function foldersOf(folder: string): Promise<string[]> {
  const [before = '', after] = folder.split(/[\\/]\*(?:[\\/]|$)/, 2);
  if (after === undefined) return [await realpath(folder)];
  const entries = await readdir(before, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => realpath(join(before, entry.name, after)).catch(() => undefined)),
  );
  return found.filter((each) => each !== undefined);
}

async function search(
  place: LogPlace,
  root: string,
  into: Map<string, FoundLog>,
  notFound: NotFound[],
): Promise<void> {
  for (const pattern of place.files) {
    for await (const relativePath of matches(root, pattern.split('/'), '')) {
      if (into.size >= MOST_FILES) {
        notFound.push({ what: `further files of ${place.what}`, why: `more than ${MOST_FILES} files fit` });
        return;
      }
      const path = resolve(root, ...relativePath.split('/'));
      if (into.has(path)) continue;
      const why = whyRefusedByName(relativePath);
      const found = await lstat(path).catch(() => undefined);
      if (why === undefined && found?.isFile() === true)
        into.set(path, {
          place,
          path,
          relativePath,
          sizeBytes: found.size,
          modifiedMs: found.mtimeMs,
          device: found.dev,
          inode: found.ino,
        });
      else if (!notFound.some(({ what }) => what === path.slice(0, 200)))
        notFound.push({ what: path.slice(0, 200), why: why ?? 'it is no plain file' });
    }
  }
}

async function* matches(root: string, pattern: readonly string[], below: string): AsyncGenerator<string> {
  const [first, ...rest] = pattern;
  if (first === undefined) return;
  const form = formOf(first);
  let count = 0;
  for (const entry of await entriesOf(join(root, below))) {
    count += 1;
    if (count > MOST_ENTRIES) return;
    if (!form.test(entry.name)) continue;
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (rest.length === 0) {
      if (!entry.isDirectory()) yield name;
    } else if (entry.isDirectory()) yield* matches(root, rest, name);
  }
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return [];
    throw error;
  });
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** `*` stands for any characters, `[0-9]` for a digit; everything else for itself. */
function formOf(pattern: string): RegExp {
  const source = pattern
    .split(/(\*|\[0-9\])/)
    .map((part) =>
      part === '*' ? '.*' : part === '[0-9]' ? '\\d' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('');
  return new RegExp(`^${source}$`, 'i');
}
