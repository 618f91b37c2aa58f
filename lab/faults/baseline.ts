import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../build/fresh.ts';
import { commandInside } from './airway-run.ts';
import { BASELINE_TOOLS, type BaselineTool, PASSWORD_FILE, type ToolAnswer } from './baseline-tools.ts';
import { removeLeftovers } from './ground.ts';
import { LabSite } from './lab-site.ts';
import { allScenarios } from './scenarios.ts';
import type { NamedScenario } from './score.ts';
import { directoryPassword } from './servers/directory.ts';

// `npm run baseline`: the same sites through what a field engineer has at hand today, and what could be read from each answer.

/** Longer than any of the tools waits by the arguments that it is given. */
const TOOL_LIMIT_MS = 15_000;
const TEXT_LIMIT = 20_000;

interface ToolVerdict {
  readonly tool: BaselineTool['name'];
  readonly reading: string | undefined;
  readonly hasFailed: boolean;
}

await removeLeftovers();
const wanted = process.argv.slice(2);
const scenarios = (await allScenarios()).filter(
  ({ name, group }) => wanted.length === 0 || wanted.includes(name) || wanted.includes(group),
);
const rows: { scenario: NamedScenario; verdicts: readonly ToolVerdict[] }[] = [];
for (const scenario of scenarios) {
  const verdicts = await askTools(scenario);
  rows.push({ scenario, verdicts });
  process.stderr.write(
    `${scenario.group}/${scenario.name}: ${verdicts.map(({ tool, reading, hasFailed }) => `${tool} ${reading ?? (hasFailed ? 'failed' : 'fine')}`).join(', ')}\n`,
  );
}
const page = baselinePage();
if (wanted.length === 0) writeFileSync(join(ROOT, 'docs', 'baseline.md'), page);
process.stdout.write(`${totals().join('\n')}\n`);

/** Builds and breaks the site as the lab does, and runs every tool on it, one after the other. */
async function askTools(scenario: NamedScenario): Promise<readonly ToolVerdict[]> {
  const site = new LabSite();
  try {
    await site.start(scenario.site ?? {});
    await scenario.breaks?.(site);
    const profile = site.profile(scenario.site ?? {}, scenario.profile);
    const caFile = profile.console?.caFile ?? '/etc/ssl/certs/ca-certificates.crt';
    const password =
      scenario.run?.environment?.['LAB_PASSWORD'] ??
      site.environment['LAB_PASSWORD'] ??
      directoryPassword(scenario.site?.directory);
    site.ground.file(PASSWORD_FILE, password, 0o600);
    const verdicts: ToolVerdict[] = [];
    for (const tool of BASELINE_TOOLS) {
      const answers: ToolAnswer[] = [];
      for (const command of tool.commands(profile, caFile))
        answers.push(await ask(site, scenario, command, caFile));
      if (answers.length === 0) continue;
      const whole: ToolAnswer = {
        exitCode: answers.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0,
        text: answers.map(({ text }) => text).join('\n'),
      };
      const hasFailed = answers.some(tool.isFailure);
      const reading = hasFailed ? tool.readings.find(({ when }) => when(whole))?.cause : undefined;
      verdicts.push({ tool: tool.name, reading, hasFailed });
    }
    return verdicts;
  } finally {
    await site.remove();
  }
}

function ask(
  site: LabSite,
  scenario: NamedScenario,
  command: readonly string[],
  caFile: string,
): Promise<ToolAnswer> {
  const [program = '', ...args] = commandInside(site, scenario, command);
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: site.ground.folder,
    env: { ...process.env, LDAPTLS_CACERT: caFile },
  });
  let text = '';
  const keep = (part: string): void => {
    text = (text + part).slice(-TEXT_LIMIT);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const limit = setTimeout(() => child.kill('SIGKILL'), TOOL_LIMIT_MS);
  return new Promise((resolve) => {
    child.once('close', (exitCode) => {
      clearTimeout(limit);
      resolve({ exitCode, text });
    });
    child.once('error', () => resolve({ exitCode: null, text }));
  });
}

/** True when any of the tools names the cause that is really there first. */
function isRead({ scenario, verdicts }: (typeof rows)[number]): boolean {
  return verdicts.some(({ reading }) => reading !== undefined && reading === scenario.expects[0]);
}

function totals(): string[] {
  const broken = rows.filter(({ scenario }) => scenario.expects.length > 0);
  const healthy = rows.filter(({ scenario }) => scenario.expects.length === 0);
  const byTool = BASELINE_TOOLS.map(({ name }) => {
    const read = broken.filter(({ scenario, verdicts }) =>
      verdicts.some(({ tool, reading }) => tool === name && reading === scenario.expects[0]),
    );
    return `${name}: ${read.length} of ${broken.length}`;
  });
  const alarms = healthy.filter(({ verdicts }) => verdicts.some(({ hasFailed }) => hasFailed));
  return [
    `all tools together: ${broken.filter(isRead).length} of ${broken.length} causes could be read, ${alarms.length} false alarms on ${healthy.length} healthy sites`,
    ...byTool,
  ];
}

function baselinePage(): string {
  return [
    '# What the tools of today tell',
    '',
    'Written by `npm run baseline`. The sites of the [fault lab](fault-lab.md), looked at with `nc`, `nmap`, `openssl s_client`, `curl`,',
    '`ldapsearch` and `logger` from the same place, each with the arguments that an engineer who knows it would give, and with the authority',
    'of the site where it takes one.',
    '',
    'How it is judged: an answer is read by its exit code and text with the table in `lab/faults/baseline-tools.ts`, in favour of the tool: the',
    'first pattern that fits names one cause, and it counts when that is the cause which is really there, whichever of the tools said it.',
    'Nobody has to combine answers, and no advice is asked for. On a healthy site any tool that fails is a false alarm.',
    '`ldapsearch` gets the password of the account, and the first domain controller where the profile names only the domain.',
    '',
    ...totals().map((line) => `- ${line}`),
    '',
    '| scenario | what is wrong | read from | others said |',
    '| --- | --- | --- | --- |',
    ...rows.map(({ scenario, verdicts }) => {
      const right = verdicts.filter(
        ({ reading }) => reading !== undefined && reading === scenario.expects[0],
      );
      const others = verdicts.filter((verdict) => !right.includes(verdict));
      const told = others.map(
        ({ tool, reading, hasFailed }) => `${tool}: ${reading ?? (hasFailed ? 'failed' : 'fine')}`,
      );
      return `| ${scenario.group}/${scenario.name} | ${scenario.expects.join(', ') || 'nothing'} | ${right.map(({ tool }) => tool).join(', ') || '—'} | ${told.join('; ')} |`;
    }),
    '',
  ].join('\n');
}
