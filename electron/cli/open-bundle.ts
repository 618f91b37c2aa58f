import type { ReadBundle } from '../bundle/read-bundle.ts';
import { compareFindings } from '../contract/comparison/compare-findings.ts';
import { reduceRun } from '../contract/run-state.ts';
import { concludeRun } from '../session/conclude.ts';
import { TOOL } from '../session/tool.ts';
import { readBundleFile } from './bundle-files.ts';
import { findingLine } from './comparison-words.ts';
import { deliver } from './deliver.ts';
import { EXIT, refuse } from './exit-codes.ts';
import { type OutputPaths, whyOutputsFail } from './outputs.ts';
import { printChanges } from './print-comparison.ts';
import { openTerminal, printable, type Terminal, wrap } from './terminal.ts';

export interface OpenOptions extends Omit<OutputPaths, 'bundle'> {
  readonly identity?: string | undefined;
  readonly quiet?: boolean | undefined;
}

/**
 * `airway open FILE`: reads a bundle, concludes its run by this version, prints the findings and in what they differ from those that
 * were recorded, and writes the files that are asked for. Answers the exit code of the run.
 */
export async function openBundle(path: string, options: OpenOptions): Promise<number> {
  const why = await whyOutputsFail(options);
  if (why !== undefined) return refuse(why);
  const read = await readBundleFile(path, options.identity);
  if (!read.ok) return refuse(read.error.message);
  const { events, report } = read.value;
  const quiet = options.quiet === true;
  const people = openTerminal(options.json === '-' ? process.stderr : process.stdout, quiet);
  printOrigin(people, path, read.value);
  const state = reduceRun(events);
  const delivered = await deliver({ state, events, paths: options, quiet, secrets: [] });
  if (delivered === undefined) return refuse(`${path}: its run holds nothing`);
  printDifferences(people, report.tool.version, {
    recorded: report.findings,
    now: concludeRun(state).findings,
  });
  return delivered.hasFailedOutput ? EXIT.airwayFailed : delivered.code;
}

function printOrigin(terminal: Terminal, path: string, { manifest, signature }: ReadBundle): void {
  const say = (text: string): void => terminal.line(wrap(printable(text), terminal.columns));
  const { createdAt, tool, caseNumber, note } = manifest;
  const of = caseNumber === undefined ? '' : ` for case ${caseNumber}`;
  say(`${path} was written${of} on ${createdAt} by Airway ${tool.version}.`);
  if (note !== undefined) say(`Note: ${note}`);
  if (signature !== undefined) say(`Signed by ${signature.subject}; airway verify says more.`);
}

type Findings = Parameters<typeof compareFindings>[0]['findings'];

function printDifferences(
  terminal: Terminal,
  version: string,
  { recorded, now }: { readonly recorded: Findings; readonly now: Findings },
): void {
  const differences = compareFindings({ findings: recorded }, { findings: now });
  if (differences.length === 0) {
    terminal.line(`Airway ${version} had concluded the same when the bundle was written.`);
    return;
  }
  const title = `Airway ${version} had recorded other findings than this version, ${TOOL.version}, concludes`;
  printChanges(terminal, [{ title, lines: differences.map(findingLine) }]);
}
