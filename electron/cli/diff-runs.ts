import { existsSync } from 'node:fs';
import {
  type ComparedRun,
  compareRuns,
  isSame,
  type RunComparison,
} from '../contract/comparison/compare-runs.ts';
import type { RunEvent } from '../contract/events.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { isRunId } from '../contract/run-id.ts';
import { reduceRun } from '../contract/run-state.ts';
import { readJournal } from '../run/journal.ts';
import { journalPath } from '../run/journal-path.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { concludeRun } from '../session/conclude.ts';
import { readBundleFile } from './bundle-files.ts';
import { comparisonWords } from './comparison-words.ts';
import { EXIT, refuse } from './exit-codes.ts';
import { printChanges } from './print-comparison.ts';
import { openTerminal, printable } from './terminal.ts';

export interface DiffOptions {
  readonly identity?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Version of what `airway diff --json` prints. */
const COMPARISON_SCHEMA = 'airway.comparison/1';

/**
 * `airway diff A B`: what changed from one run to another, each a bundle or the id of a kept run, both concluded by this version.
 * Exit codes: 0 nothing changed · 4 something did · 3 a problem is new · 2 one of them cannot be read.
 */
export async function diffRuns(before: string, after: string, options: DiffOptions): Promise<number> {
  const runs: ComparedRun[] = [];
  for (const named of [before, after]) {
    const events = await eventsOf(named, options.identity);
    if (!events.ok) return refuse(events.error.message);
    const state = reduceRun(events.value);
    if (state.run === null) return refuse(`${named}: its run holds nothing`);
    runs.push({ state, findings: concludeRun(state).findings });
  }
  const [old, now] = runs;
  if (old === undefined || now === undefined) throw new Error('two runs are compared');
  const comparison = compareRuns(old, now);
  if (options.json === true)
    process.stdout.write(`${JSON.stringify({ schema: COMPARISON_SCHEMA, ...comparison }, null, 2)}\n`);
  else print(old, now, comparison);
  if (isSame(comparison)) return EXIT.healthy;
  return hasNewProblem(comparison) ? EXIT.problems : EXIT.warnings;
}

function print(old: ComparedRun, now: ComparedRun, comparison: RunComparison): void {
  const terminal = openTerminal(process.stdout);
  for (const [label, { state }] of [
    ['From', old],
    ['To', now],
  ] as const)
    terminal.line(
      `${label.padEnd(6)}${state.run?.startedAt ?? ''}  ${printable(state.run?.profile.name ?? '')}  ${state.ended ?? 'running'}`,
    );
  printChanges(terminal, comparisonWords(comparison));
  if (isSame(comparison)) terminal.line('Nothing changed: both runs showed the same.');
}

/** A cause of the gravity of an error that was not named before, or a check that fails and did not. */
function hasNewProblem({ findings, checks }: RunComparison): boolean {
  return (
    findings.some(({ before, after }) => after?.severity === 'error' && before?.severity !== 'error') ||
    checks.some(({ before, after }) => after?.status === 'failed' && before?.status !== 'failed')
  );
}

async function eventsOf(named: string, identity: string | undefined): Promise<Result<readonly RunEvent[]>> {
  if (isRunId(named) && !existsSync(named)) {
    const kept = await readJournal(journalPath(stateDirectory(), named));
    return kept.ok ? ok(kept.value.events) : refused(kept.error.code, `${named}: ${kept.error.message}`);
  }
  const read = await readBundleFile(named, identity);
  return read.ok ? ok(read.value.events) : read;
}
