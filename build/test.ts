import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { whyNoNamespaces } from '../electron/probes/testing/namespace-lab.ts';
import { OUTCOME_LOG } from '../electron/probes/testing/outcome-log-name.ts';
import { whyNoSyslogNg } from '../electron/probes/testing/syslog-ng.ts';
import { ensureNodeBuild, ensureRendererBuild, ROOT } from './fresh.ts';
import { codesWithoutTest, pageProblems, readSeenCodes } from './outcome-codes.ts';

// `npm test`: everything, in the order in which it fails fastest. Ends with one line of counts.
const folder = mkdtempSync(join(tmpdir(), 'airway-test-'));
const unitReport = join(folder, 'unit.json');
const e2eReport = join(folder, 'e2e.json');
const outcomeLog = join(folder, 'codes.jsonl');
const bin = (name: string): string => join(ROOT, 'node_modules', '.bin', name);

interface Stage {
  readonly name: string;
  readonly run: () => Promise<number>;
}

const STAGES: readonly Stage[] = [
  { name: 'servers for the tests', run: installServers },
  { name: 'types', run: () => command('tsc', ['--noEmit']) },
  { name: 'lint and format', run: () => command('biome', ['ci', '--error-on-warnings']) },
  {
    name: 'import arrows',
    run: () =>
      command('depcruise', [
        'electron',
        'renderer',
        'lab',
        'bench',
        'e2e',
        'build',
        '--config',
        '.dependency-cruiser.cjs',
      ]),
  },
  { name: 'unused code and packages', run: () => command('knip', ['--treat-config-hints-as-errors']) },
  { name: 'build', run: () => Promise.all([ensureNodeBuild(), ensureRendererBuild()]).then(() => 0) },
  {
    name: 'unit tests',
    run: unitTests,
  },
  { name: 'outcome codes', run: outcomeCodes },
  { name: 'fault lab', run: faultLab },
  { name: 'browser tests', run: browserTests },
];

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const stage of STAGES) {
  process.stdout.write(`\n── ${stage.name}\n`);
  const status = await stage.run().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  });
  if (status === 0) counts.passed += 1;
  else {
    counts.failed += 1;
    process.stderr.write(`\n── ${stage.name}: failed\n`);
  }
}
addUnitCounts();
addBrowserCounts();
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exit(counts.failed === 0 ? 0 : 1);

/**
 * The servers that the tests talk to, from Debian's packages, where this user may install them; elsewhere the tests without their
 * server are skipped and say so. `AIRWAY_INSTALL=no` keeps the machine as it is.
 */
function installServers(): Promise<number> {
  const mayInstall =
    process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && process.env['AIRWAY_INSTALL'] !== 'no';
  if (mayInstall) return command('bash', [join(ROOT, 'build', 'install-servers.sh')]);
  process.stdout.write(
    'not installed: this needs root and apt-get; tests whose server is missing are skipped\n',
  );
  return Promise.resolve(0);
}

/** Each outcome code of each probe is produced by a test, and stands on the page; without all servers that cannot be told. */
function outcomeCodes(): Promise<number> {
  const missing = codesWithoutTest(readSeenCodes(outcomeLog)).map((code) => `no test produces ${code}`);
  const stale = pageProblems(readFileSync(join(ROOT, 'docs/probe-codes.md'), 'utf8')).map(
    (problem) => `docs/probe-codes.md: ${problem}; npm run codes writes it anew`,
  );
  for (const problem of [...missing, ...stale]) process.stdout.write(`${problem}\n`);
  if (stale.length > 0) return Promise.resolve(1);
  if (missing.length === 0) return Promise.resolve(0);
  if (process.env['CI'] !== undefined) return Promise.resolve(1);
  process.stdout.write(
    'not judged: some servers or namespaces may be missing on this machine; CI has them\n',
  );
  counts.skipped += 1;
  return Promise.resolve(0);
}

/** Tests without their server are skipped and counted; which server that is has to be said by name. CI fails on it instead. */
async function unitTests(): Promise<number> {
  const why = whyNoSyslogNg();
  if (why !== undefined) process.stdout.write(`not run: tests against syslog-ng; ${why}\n`);
  return await command(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    { [OUTCOME_LOG]: outcomeLog },
  );
}

/** Every scenario of the fault lab, where this machine lets namespaces be made; CI has to. */
async function faultLab(): Promise<number> {
  const why = await whyNoNamespaces();
  if (why === undefined) return command('node', [join(ROOT, 'lab', 'faults', 'lab.ts'), '--quiet']);
  process.stdout.write(`not run: ${why}\n`);
  if (process.env['CI'] !== undefined) return 1;
  counts.skipped += 1;
  return 0;
}

/** Without a browser the part that needs one is said to be missing; CI, which installs one, fails on that. */
function browserTests(): Promise<number> {
  const browser = process.env['AIRWAY_CHROMIUM'] ?? '/usr/bin/chromium';
  if (existsSync(browser) || process.env['CI'] !== undefined)
    return command('playwright', ['test'], { PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport });
  process.stdout.write(`not run: there is no Chromium at ${browser}; AIRWAY_CHROMIUM names another place\n`);
  counts.skipped += 1;
  return Promise.resolve(0);
}

function command(
  name: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(existsSync(bin(name)) ? bin(name) : name, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    });
    child.on('exit', (code) => resolve(code ?? 1));
    child.on('error', () => resolve(1));
  });
}

function addUnitCounts(): void {
  if (!existsSync(unitReport)) return;
  const schema = z.object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    numPendingTests: z.number(),
  });
  const report = schema.parse(JSON.parse(readFileSync(unitReport, 'utf8')));
  counts.passed += report.numPassedTests;
  counts.failed += report.numFailedTests;
  counts.skipped += report.numPendingTests;
}

function addBrowserCounts(): void {
  if (!existsSync(e2eReport)) return;
  const schema = z.object({
    stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  });
  const report = readFileSync(e2eReport, 'utf8');
  const { stats } = schema.parse(JSON.parse(report));
  // Noted with each test of the desktop host: on Electron itself, or on its stand-in.
  const hosts = report.matchAll(/"type": "desktop host",\s*"description": "([^"]+)"/g);
  for (const host of new Set([...hosts].map(([, name]) => name)))
    process.stdout.write(`\ndesktop host: ${host}\n`);
  counts.passed += stats.expected + stats.flaky;
  counts.failed += stats.unexpected;
  counts.skipped += stats.skipped;
}
