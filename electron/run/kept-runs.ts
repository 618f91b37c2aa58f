import { readdirSync, statSync, unlinkSync } from 'node:fs';
import { KEPT_RUNS } from '../contract/kept-runs.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { isRunId } from '../contract/run-id.ts';
import { journalPath, runsDirectory } from './journal-path.ts';

/**
 * Ids of the runs that are kept, newest first. Ids begin with the time of the run, so the name sorts by time. A journal in which
 * nothing stands is of a process that was killed before its run began.
 */
export const listRunIds = (stateDirectory: string): string[] =>
  allIds(stateDirectory).filter((id) => statOf(journalPath(stateDirectory, id))?.size !== 0);

function allIds(stateDirectory: string): string[] {
  try {
    return readdirSync(runsDirectory(stateDirectory))
      .flatMap((name) => (name.endsWith('.ndjson') ? [name.slice(0, -'.ndjson'.length)] : []))
      .filter(isRunId)
      .sort()
      .reverse();
  } catch {
    return [];
  }
}

/** Removes one run from this machine for good. Refuses: `no-run`, `not-removed` with the system's word. */
export function removeRun(stateDirectory: string, runId: string): Result<null> {
  const path = journalPath(stateDirectory, runId);
  try {
    unlinkSync(path);
    return ok(null);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return code === 'ENOENT'
      ? refused('no-run', 'This run is not kept on this machine any more.')
      : refused('not-removed', `The run could not be removed (${code}); it is still kept.`);
  }
}

/** What is kept besides the run that is about to start. */
export interface Limits {
  readonly count: number;
  readonly days: number;
  readonly totalBytes: number;
}

const DAY_MS = 86_400_000;

/**
 * Makes room for a new run: removes what is beyond the number, the age or the size that are kept. Age is that of the last word in a
 * journal. The newest run stays: somebody may be about to send it.
 */
export function removeOldRuns(stateDirectory: string, now: Date, limits: Limits = KEPT_RUNS): void {
  let totalBytes = 0;
  for (const [index, id] of allIds(stateDirectory).entries()) {
    const found = statOf(journalPath(stateDirectory, id));
    if (found === undefined) continue;
    totalBytes += found.size;
    const isOld = now.getTime() - found.mtimeMs > limits.days * DAY_MS;
    const isKept = index === 0 || (!isOld && index < limits.count - 1 && totalBytes <= limits.totalBytes);
    // One that cannot be removed is held open on Windows, or was removed by another Airway: the next run tries again.
    if (!isKept) removeRun(stateDirectory, id);
  }
}

function statOf(path: string): { size: number; mtimeMs: number } | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
