import { buildReport } from '../contract/report.ts';
import { reduceRun } from '../contract/run-state.ts';
import { diagnose, unexplainedFailures } from '../diagnosis/diagnose.ts';
import { journalPath, listRunIds, readJournal } from '../run/journal.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { type OutputPaths, whyOutputsFail, writeOutputs } from './outputs.ts';
import { printFindings } from './print-findings.ts';
import { openTerminal } from './terminal.ts';

/** `airway runs`: the runs that are kept on this machine, newest first. */
export async function listRuns(): Promise<number> {
  const directory = stateDirectory();
  const terminal = openTerminal(process.stdout);
  const ids = listRunIds(directory);
  for (const id of ids) {
    const read = await readJournal(journalPath(directory, id));
    const state = read.ok ? reduceRun(read.value.events) : undefined;
    if (state?.run === null || state === undefined) terminal.line(`${id}  cannot be read`);
    else
      terminal.line(`${id}  ${state.run.startedAt}  ${state.ended ?? 'running'}  ${state.run.profile.name}`);
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
  const refuse = (message: string) => {
    process.stderr.write(`airway: ${message}\n`);
    return EXIT.badUsage;
  };
  if (id === undefined) return refuse(`no run is kept in ${directory}`);
  if (!/^[a-z0-9-]{1,80}$/.test(id)) return refuse('expected the id of a run as airway runs shows it');
  const why = await whyOutputsFail(paths);
  if (why !== undefined) return refuse(why);
  const read = await readJournal(journalPath(directory, id));
  if (!read.ok) return refuse(`${id}: ${read.error.message}`);
  const state = reduceRun(read.value.events);
  const findings = diagnose(state);
  const unexplained = unexplainedFailures(state, findings);
  const report = buildReport(
    state,
    findings,
    unexplained.map(({ id }) => id),
  );
  if (report === undefined) return refuse(`${id}: this run holds nothing`);
  printFindings(
    openTerminal(paths.json === '-' ? process.stderr : process.stdout, quiet),
    report,
    unexplained,
  );
  const { written, failed } = await writeOutputs(paths, report, read.value.events, []);
  for (const path of written) if (!quiet) process.stderr.write(`written: ${path}\n`);
  for (const reason of failed) process.stderr.write(`airway: ${reason}\n`);
  if (failed.length > 0) return EXIT.airwayFailed;
  const statuses = unexplained.map((row) => (row.phase === 'finished' ? { status: row.status } : {}));
  return exitCodeOf(state.ended ?? 'cut-off', findings, statuses);
}
