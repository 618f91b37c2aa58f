import type { CollectedRun } from '../bundle/bundle-files.ts';
import type { RunEvent } from '../contract/events.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { isRunId } from '../contract/run-id.ts';
import { reduceRun } from '../contract/run-state.ts';
import { readJournal } from '../run/journal.ts';
import { journalPath } from '../run/journal-path.ts';
import { listRunIds } from '../run/kept-runs.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { concludeRun } from '../session/conclude.ts';

/** A kept run, concluded by this version; without an id the last one. Refuses with a sentence. */
export async function openKeptRun(runId: string | undefined): Promise<Result<CollectedRun>> {
  const read = await readKeptRun(runId);
  if (!read.ok) return read;
  const { id, events } = read.value;
  const { report } = concludeRun(reduceRun(events));
  return report === undefined ? refused('no-run', `${id}: this run holds nothing`) : ok({ report, events });
}

/** The events of a kept run; without an id the last one. Refuses with a sentence. */
export async function readKeptRun(
  runId: string | undefined,
): Promise<Result<{ readonly id: string; readonly events: readonly RunEvent[] }>> {
  const directory = stateDirectory();
  const id = runId ?? listRunIds(directory)[0];
  if (id === undefined) return refused('no-run', `no run is kept in ${directory}`);
  if (!isRunId(id)) return refused('no-run-id', 'expected the id of a run as airway runs shows it');
  const read = await readJournal(journalPath(directory, id));
  return read.ok
    ? ok({ id, events: read.value.events })
    : refused(read.error.code, `${id}: ${read.error.message}`);
}
