import type { RunEvent } from '../contract/events.ts';
import type { RunState } from '../contract/run-state.ts';
import { concludeRun } from '../session/conclude.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { type OutputPaths, writeOutputs } from './outputs.ts';
import { printFindings } from './print-findings.ts';
import { openTerminal } from './terminal.ts';

/** A run that is over, and what is wanted of it. */
export interface Delivery {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  readonly paths: OutputPaths;
  readonly quiet: boolean;
  /** Secrets of the run by value, for the last guard of what is written. */
  readonly secrets: readonly string[];
  /** Ends the writing of files; what was being written is removed. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of it; `hasFailedOutput` when a file that was asked for could not be written, which was then said. */
export interface Delivered {
  readonly code: number;
  readonly hasFailedOutput: boolean;
}

/** Concludes a run, prints the findings and writes the files that were asked for. Undefined for a run that holds nothing. */
export async function deliver({
  state,
  events,
  paths,
  quiet,
  secrets,
  signal,
}: Delivery): Promise<Delivered | undefined> {
  const { report, findings, unexplained } = concludeRun(state);
  if (report === undefined) return undefined;
  // With the JSON on standard output nothing else may be there: people read the other stream.
  const people = paths.json === '-' ? process.stderr : process.stdout;
  printFindings(openTerminal(people, quiet), report, unexplained);
  const { written, failed } = await writeOutputs(paths, { report, events }, { secrets, quiet, signal });
  const notes = openTerminal(process.stderr, quiet);
  for (const path of written) notes.line(`written: ${path}`);
  for (const reason of failed) process.stderr.write(`airway: ${reason}\n`);
  const statuses = unexplained.map((row) => (row.phase === 'finished' ? { status: row.status } : {}));
  if (signal?.aborted === true) return { code: EXIT.interrupted, hasFailedOutput: failed.length > 0 };
  const code = exitCodeOf(state.ended ?? 'cut-off', findings, statuses);
  const hasFailedOutput = failed.length > 0;
  return { code: hasFailedOutput && code !== EXIT.interrupted ? EXIT.airwayFailed : code, hasFailedOutput };
}
