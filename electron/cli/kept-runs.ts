import { isRunId } from '../contract/run-id.ts';
import { reduceRun } from '../contract/run-state.ts';
import { readJournal } from '../run/journal.ts';
import { journalPath } from '../run/journal-path.ts';
import { summarizeJournal } from '../run/journal-summary.ts';
import { listRunIds } from '../run/kept-runs.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { deliver } from './deliver.ts';
import { EXIT, refuse } from './exit-codes.ts';
import { type OutputPaths, whyOutputsFail } from './outputs.ts';
import { openTerminal, printable } from './terminal.ts';

/** `airway runs`: the runs that are kept on this machine, newest first. */
export async function listRuns(): Promise<number> {
  const directory = stateDirectory();
  const terminal = openTerminal(process.stdout);
  const ids = listRunIds(directory);
  for (const id of ids) {
    const kept = summarizeJournal(journalPath(directory, id));
    const what =
      kept === undefined
        ? 'cannot be read'
        : `${kept.start.startedAt}  ${kept.ended}  ${printable(kept.start.profile.name)}`;
    terminal.line(`${id}  ${what}`);
  }
  if (ids.length === 0) terminal.line(`No runs are kept in ${directory}.`);
  return EXIT.healthy;
}

/** `airway report [RUN]`: concludes a kept run again, by this version, and writes the files that are asked for. */
export async function reportRun(
  runId: string | undefined,
  paths: OutputPaths,
  quiet: boolean,
): Promise<number> {
  const directory = stateDirectory();
  const id = runId ?? listRunIds(directory)[0];
  if (id === undefined) return refuse(`no run is kept in ${directory}`);
  if (!isRunId(id)) return refuse('expected the id of a run as airway runs shows it');
  const why = await whyOutputsFail(paths);
  if (why !== undefined) return refuse(why);
  const read = await readJournal(journalPath(directory, id));
  if (!read.ok) return refuse(`${id}: ${read.error.message}`);
  const { events } = read.value;
  const delivered = await deliver({ state: reduceRun(events), events, paths, quiet, secrets: [] });
  return delivered === undefined ? refuse(`${id}: this run holds nothing`) : delivered.code;
}
