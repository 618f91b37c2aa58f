import { reduceRun } from '../contract/run-state.ts';
import { journalPath } from '../run/journal-path.ts';
import { summarizeJournal } from '../run/journal-summary.ts';
import { listRunIds } from '../run/kept-runs.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { secretValues } from '../session/start-run.ts';
import { deliver } from './deliver.ts';
import { EXIT, refuse } from './exit-codes.ts';
import { catchInterrupts } from './interrupts.ts';
import { readKeptRun } from './open-kept-run.ts';
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
  const why = await whyOutputsFail(paths);
  if (why !== undefined) return refuse(why);
  const read = await readKeptRun(runId);
  if (!read.ok) return refuse(read.error.message);
  const { id, events } = read.value;
  const interrupts = catchInterrupts();
  try {
    const { signal } = interrupts;
    const secrets = secretValues({});
    const delivered = await deliver({ state: reduceRun(events), events, paths, quiet, secrets, signal });
    return delivered === undefined ? refuse(`${id}: this run holds nothing`) : delivered.code;
  } finally {
    interrupts.release();
  }
}
