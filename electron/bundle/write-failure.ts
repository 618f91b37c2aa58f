import { dirname, resolve } from 'node:path';

/** A target that can be refused by its name or kind, before the operating system is asked to write. */
export class UnwritableTarget extends Error {
  readonly code: 'no-name' | 'folder-name' | 'is-folder' | 'not-a-file';

  constructor(code: UnwritableTarget['code']) {
    super(`unwritable target: ${code}`);
    this.code = code;
  }
}

/** The symbolic errno or code of an error, when it has one. */
export function errnoOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const REASONS: Readonly<Record<string, (path: string, folder: string) => string>> = {
  'no-name': () => 'no file name was given',
  'folder-name': () => 'it names a folder, and a file name is needed',
  'is-folder': () => 'it is a folder, and a file name is needed',
  'not-a-file': () => 'it is a device or a pipe, and only a file can be replaced when it is complete',
  ENOENT: (_path, folder) => `the folder ${folder} does not exist`,
  ENOTDIR: (_path, folder) => `${folder} is not a folder`,
  EISDIR: () => 'it is a folder, and a file name is needed',
  EACCES: (_path, folder) => `this user has no right to write there (folder ${folder})`,
  EPERM: (_path, folder) => `this user has no right to write there (folder ${folder})`,
  EROFS: (_path, folder) => `the file system of ${folder} is read-only`,
  ENOSPC: (_path, folder) => `no space is left on the disk of ${folder}`,
  EDQUOT: (_path, folder) => `the disk quota of this user is used up in ${folder}`,
  EFBIG: () => 'the file would be larger than this file system or user is allowed',
  ENAMETOOLONG: () => 'the name is too long for this file system',
  ELOOP: () => 'its symbolic links lead in a circle',
  EBUSY: () => 'another program holds it',
  EIO: (_path, folder) => `the disk of ${folder} reports an input/output error`,
  EMFILE: () => 'too many files are open',
  ERR_INVALID_ARG_VALUE: () => 'the name holds a character that no file name can have',
};

/**
 * Why a write failed, in one sentence for the person who chose the path: `out.zip cannot be written: the folder /x does not
 * exist.` Told from the errno alone; an unknown one is quoted. A cancel reads as one.
 */
export function whyWriteFailed(path: string, error: unknown): string {
  const name = path === '' ? 'The file' : JSON.stringify(path).slice(1, -1);
  if (error instanceof Error && error.name === 'AbortError') return `${name} was not written: cancelled.`;
  const code = errnoOf(error);
  const why = code === undefined ? undefined : REASONS[code]?.(path, dirname(resolve(path)));
  if (why !== undefined) return `${name} cannot be written: ${why}.`;
  const said = code ?? (error instanceof Error ? error.message : 'an unknown error');
  return `${name} cannot be written: the system says ${said}.`;
}
