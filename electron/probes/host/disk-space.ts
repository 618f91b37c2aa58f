import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { volumeInWords } from '../../contract/machine-words.ts';
import type { DiskSpaceOutcome, Volume } from '../../contract/outcomes/machine.ts';
import { defineProbe, type ProbeContext, type Verdict } from '../probe.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { withinDeadline } from './host-deadline.ts';

/** Next to nothing: a package of the Responder alone has about 40 MB; a run of Airway and its bundle have a few. */
const FULL_BYTES = { responder: 100 * 1024 * 1024, airway: 16 * 1024 * 1024 } as const;
/** Less than a collection of evidence usually writes; a note in the row and no fault. */
const LOW_BYTES = 1024 * 1024 * 1024;
/** Folders above a missing one that are tried. */
const PARENT_LIMIT = 32;

export interface DiskSpaceInput {
  readonly folders: readonly { readonly path: string; readonly role: Volume['role'] }[];
}

/** Room on the volumes of some folders. A folder that is missing is measured at the nearest one above it. */
export const diskSpace = defineProbe<DiskSpaceInput, DiskSpaceOutcome>({
  id: 'disk-space',
  deadlineMs: 2000,
  awaiting: () => 'the free space on the disk',
  run,
  judge,
});

async function run({ folders }: DiskSpaceInput, context: ProbeContext): Promise<DiskSpaceOutcome> {
  const startedAt = context.now();
  const volumes = await Promise.all(
    folders.slice(0, 8).map(
      async ({ path, role }): Promise<Volume> =>
        (await withinDeadline(measure(path, role), context.deadlineMs, context.signal)) ?? {
          path: path.slice(0, 1024),
          role,
          errno: 'ETIMEDOUT',
        },
    ),
  );
  const codes = volumes.map(roomOf);
  return {
    kind: 'disk-space',
    code: (['full', 'low', 'enough'] as const).find((code) => codes.includes(code)) ?? 'unreadable',
    volumes,
    elapsedMs: elapsedBetween(startedAt, context.now()),
  };
}

async function measure(path: string, role: Volume['role']): Promise<Volume> {
  const shown = path.slice(0, 1024);
  let folder = path;
  for (let step = 0; ; step += 1) {
    try {
      const { bsize, blocks, bfree, bavail, files, ffree } = await statfs(folder);
      return {
        path: shown,
        role,
        measuredAt: folder.slice(0, 1024),
        totalBytes: blocks * bsize,
        freeBytes: bfree * bsize,
        availableBytes: bavail * bsize,
        ...(files > 0 ? { freeFiles: ffree } : {}),
      };
    } catch (error) {
      const { errno } = systemErrorOf(error);
      const parent = dirname(folder);
      if (errno !== 'ENOENT' || parent === folder || step === PARENT_LIMIT)
        return { path: shown, role, errno };
      folder = parent;
    }
  }
}

/** A file system without blocks, such as some that live in memory, says nothing of its room. */
function roomOf(volume: Volume): 'enough' | 'low' | 'full' | undefined {
  const { role, totalBytes = 0, freeBytes, availableBytes, freeFiles } = volume;
  // The Responder runs as a service with all rights, Airway as this user.
  const room = role === 'responder' ? freeBytes : availableBytes;
  if (room === undefined || totalBytes === 0) return undefined;
  if (room < FULL_BYTES[role] || freeFiles === 0) return 'full';
  return room < LOW_BYTES && role === 'responder' ? 'low' : 'enough';
}

function judge({ code, volumes }: DiskSpaceOutcome): Verdict {
  const reason = [...new Set(volumes.map(volumeInWords))].join('; ');
  if (code === 'unreadable') return { status: 'skipped', reason: reason === '' ? 'no folder' : reason };
  return { status: code === 'full' ? 'failed' : 'passed', reason };
}
