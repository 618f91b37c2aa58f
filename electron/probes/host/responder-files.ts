import { opendir, stat } from 'node:fs/promises';
import type { AssetFolder, ResponderAssetOutcome } from '../../contract/outcomes/responder-asset.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { joinFor } from './responder-places.ts';

type Log = ResponderAssetOutcome['logs'][number];

/** Folders below an install folder that are looked into; deeper ones hold evidence and not logs. */
const DEPTH_LIMIT = 3;
/** Entries that are looked at in all; an evidence folder may hold millions. */
const ENTRY_LIMIT = 5000;
const LOGS_KEPT = 32;

/** Evidence is nobody's business here, not even its file names. */
const NOT_ENTERED = /^(?:cases?|evidences?|acquisitions?|triage)$/i;

/** Whether a folder is there. Never rejects. */
export async function lookAtFolder(path: string, role: AssetFolder['role']): Promise<AssetFolder> {
  const shown = path.slice(0, 1024);
  try {
    const found = await stat(path);
    return { path: shown, role, state: found.isDirectory() ? 'there' : 'absent' };
  } catch (error) {
    const { errno } = systemErrorOf(error);
    const isAbsent = errno === 'ENOENT' || errno === 'ENOTDIR';
    return isAbsent
      ? { path: shown, role, state: 'absent' }
      : { path: shown, role, state: 'unreadable', errno };
  }
}

/** Log files beneath some folders by size and date, the latest first; `unreadable` names folders that may not be listed. */
export async function listLogs(
  folders: readonly string[],
  signal: AbortSignal,
): Promise<{
  readonly logs: readonly Log[];
  readonly count: number;
  readonly unreadable: readonly string[];
}> {
  const found: Log[] = [];
  const unreadable: string[] = [];
  const waiting = folders.map((path) => ({ path, depth: 0 }));
  let entries = 0;
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    try {
      for await (const entry of await opendir(folder.path)) {
        entries += 1;
        if (entries > ENTRY_LIMIT || signal.aborted) break;
        const path = joinFor(folder.path, entry.name);
        if (entry.isDirectory() && folder.depth < DEPTH_LIMIT && !NOT_ENTERED.test(entry.name))
          waiting.push({ path, depth: folder.depth + 1 });
        // A link may lead anywhere: it is no log file of the Responder's own.
        if (!entry.isFile() || !/\.log(?:\.\d{1,3}|\.gz)?$/i.test(entry.name)) continue;
        const { size, mtime } = await stat(path);
        found.push({ path: path.slice(0, 1024), sizeBytes: size, modifiedAt: mtime.toISOString() });
      }
    } catch (error) {
      const { errno } = systemErrorOf(error);
      if (errno !== 'ENOENT') unreadable.push(`logs: ${folder.path} (${errno})`);
    }
    if (entries > ENTRY_LIMIT) {
      unreadable.push(`logs: only the first ${ENTRY_LIMIT} entries were looked at`);
      break;
    }
    if (signal.aborted) break;
  }
  found.sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt));
  return { logs: found.slice(0, LOGS_KEPT), count: found.length, unreadable: unreadable.slice(0, 4) };
}
