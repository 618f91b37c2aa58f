import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FolderAccessOutcome, FolderCode } from '../../contract/outcomes/machine.ts';
import { defineProbe, type ProbeContext, type Verdict } from '../probe.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { withinDeadline } from './host-deadline.ts';

/** One block of every usual file system: less may still fit where a file would not. */
const TRY_BYTES = 4096;

export interface FolderAccessInput {
  readonly path: string;
  /** Folders to offer in its place; where this user usually keeps files unless told. */
  readonly others?: readonly string[];
}

/** Whether a folder of Airway's own takes files: it writes one of 4 KB there and removes it again, which only a real try shows. */
export const folderAccess = defineProbe<FolderAccessInput, FolderAccessOutcome>({
  id: 'folder-access',
  deadlineMs: 2000,
  awaiting: ({ path }) => `whether ${path} can be written to`,
  run,
  judge,
});

async function run(input: FolderAccessInput, context: ProbeContext): Promise<FolderAccessOutcome> {
  const startedAt = context.now();
  const within = async <T extends object>(work: Promise<T>): Promise<T | undefined> =>
    withinDeadline(work, context.deadlineMs - elapsedBetween(startedAt, context.now()), context.signal);
  const tried = (await within(tryFolder(input.path))) ?? { code: 'failed' as const, errno: 'ETIMEDOUT' };
  const other =
    tried.code === 'writable' ? undefined : await within(writableFolder(input.others, input.path));
  return {
    kind: 'folder-access',
    path: input.path.slice(0, 1024),
    ...tried,
    ...(other?.path === undefined ? {} : { otherFolder: other.path.slice(0, 1024) }),
    elapsedMs: elapsedBetween(startedAt, context.now()),
  };
}

interface Tried {
  readonly code: FolderCode;
  readonly errno?: string;
}

const CODES: Readonly<Record<string, FolderCode>> = {
  EACCES: 'no-right',
  EPERM: 'no-right',
  EROFS: 'read-only',
  ENOSPC: 'full',
  EDQUOT: 'full',
  ENOENT: 'missing',
  ENOTDIR: 'missing',
};

async function tryFolder(folder: string): Promise<Tried> {
  const path = join(folder, `.airway-${randomBytes(8).toString('hex')}.part`);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(Buffer.alloc(TRY_BYTES));
    } finally {
      await file.close();
    }
    return { code: 'writable' };
  } catch (error) {
    const { errno } = systemErrorOf(error);
    return { code: CODES[errno] ?? 'failed', errno };
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
}

const usualFolders = (): string[] => [join(homedir(), 'Documents'), homedir(), tmpdir()];

/** The first of some folders that takes files; `path` is absent where none does. `except` is not tried again. */
export async function writableFolder(
  folders: readonly string[] = usualFolders(),
  except?: string,
): Promise<{ readonly path?: string }> {
  for (const path of folders)
    if (path !== except && (await tryFolder(path)).code === 'writable') return { path };
  return {};
}

function judge({ code, path, errno, otherFolder }: FolderAccessOutcome): Verdict {
  if (code === 'writable') return { status: 'passed', reason: `${path} takes files` };
  if (errno === 'ETIMEDOUT') return { status: 'skipped', reason: `${path} did not answer in time` };
  const offer = otherFolder === undefined ? '' : `; ${otherFolder} does`;
  return { status: 'warned', reason: `${path} takes no files (${errno ?? code})${offer}` };
}
