import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { ensureNodeBuild, ROOT } from '../../build/fresh.ts';
import { whyNoNamespaces } from '../../electron/probes/testing/namespace-lab.ts';
import { removeLeftovers } from './ground.ts';
import type { LabSite } from './lab-site.ts';
import { matrixPage } from './matrix.ts';
import { type Played, play } from './play.ts';
import { record } from './recordings.ts';
import { allScenarios } from './scenarios.ts';
import { type NamedScenario, scoreLine } from './score.ts';

// `npm run lab -- [SCENARIO...]`: breaks real sites, lets the real `airway check` look at each, and keeps score.

const count = (text: string): number => {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('expected a number from 1 to 99');
  return Number(text);
};
const command = new Command('lab')
  .argument('[scenario...]', 'names, or groups, of scenarios; all unless given')
  .option('--json', 'the scores as JSON on standard output')
  .option('--matrix', 'writes docs/fault-lab.md')
  .option('--record', 'writes the events of each run that was right into lab/faults/recordings')
  .option('--show', 'each row and each finding of the runs, for whoever mends a rule')
  .option('--quiet', 'tells only of scenarios that went wrong')
  .option('--jobs <n>', 'sites that stand at a time', count, 2)
  .option('--rounds <n>', 'plays everything so many times', count, 1)
  .parse(process.argv);
const options = z
  .object({
    json: z.boolean().default(false),
    matrix: z.boolean().default(false),
    record: z.boolean().default(false),
    show: z.boolean().default(false),
    quiet: z.boolean().default(false),
    jobs: z.int(),
    rounds: z.int(),
  })
  .parse(command.opts());

const why = await whyNoNamespaces();
if (why !== undefined) {
  process.stderr.write(`the fault lab was not run: ${why}\n`);
  process.exit(process.env['CI'] === undefined ? 0 : 1);
}
const all = await allScenarios();
const wanted = command.args;
const unknown = wanted.filter((word) => !all.some(({ name, group }) => name === word || group === word));
if (unknown.length > 0) {
  process.stderr.write(`there is no scenario or group ${unknown.join(', ')}\n`);
  process.exit(2);
}
const chosen = all.filter(
  ({ name, group }) => wanted.length === 0 || wanted.includes(name) || wanted.includes(group),
);

const standing = new Set<LabSite>();
let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (isEnding) return;
    isEnding = true;
    void Promise.allSettled([...standing].map((site) => site.remove())).then(() => process.exit(130));
  });

await ensureNodeBuild();
await removeLeftovers();
const played: Played[] = [];
for (let round = 0; round < options.rounds; round += 1) played.push(...(await playAll(chosen)));
const scores = played.map(({ score }) => score);
if (options.json) process.stdout.write(`${JSON.stringify(scores, null, 1)}\n`);
if (options.matrix) writeFileSync(join(ROOT, 'docs', 'fault-lab.md'), matrixPage(scores));
if (options.record) for (const one of played) record(one);
process.stderr.write(`${scoreLine(scores)}\n`);
process.exit(scores.every(({ isRight }) => isRight) ? 0 : 1);

/** Plays scenarios, some at a time, and tells of each as it ends; the results are in the order of the scenarios. */
async function playAll(scenarios: readonly NamedScenario[]): Promise<Played[]> {
  const results: Played[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < scenarios.length && !isEnding; index = next++) {
      const scenario = scenarios[index];
      if (scenario === undefined) return;
      const one = await play(scenario, (site) => {
        standing.add(site);
        return () => standing.delete(site);
      });
      results[index] = one;
      if (options.show) process.stderr.write(told(one));
      const { isRight, problem, found, elapsedMs } = one.score;
      if (!isRight || !options.quiet)
        process.stderr.write(
          `${isRight ? 'right' : 'WRONG'}  ${scenario.group}/${scenario.name}  ${found.join(', ') || 'no finding'}  ${elapsedMs} ms${problem === undefined ? '' : `\n       ${problem}`}\n`,
        );
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, worker));
  return results.filter((one) => one !== undefined);
}

/** What was seen and what was concluded, as text. */
function told({ events, findings }: Played): string {
  const rows = events.flatMap((event) =>
    event.type === 'check-finished' ? [`  ${event.status.padEnd(7)} ${event.id}: ${event.reason ?? ''}`] : [],
  );
  const causes = findings.map(
    ({ cause, severity, subject, detail, confidence, explains }) =>
      `  => ${severity} ${cause} ${subject} ${confidence}: ${detail}${explains.length > 0 ? ` (explains ${explains.join(', ')})` : ''}`,
  );
  return `${[...rows, ...causes].join('\n')}\n`;
}
