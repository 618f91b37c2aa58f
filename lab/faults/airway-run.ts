import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../build/fresh.ts';
import { type RunEvent, runEventSchema } from '../../electron/contract/events.ts';
import { type Finding, findingSchema } from '../../electron/contract/findings.ts';
import { fullDisk, type LabSite } from './lab-site.ts';
import type { Scenario } from './scenario.ts';
import { directoryPassword } from './servers/directory.ts';

/** What `airway check` said inside the site. */
export interface AirwayRun {
  readonly exitCode: number | null;
  readonly findings: readonly Finding[];
  readonly events: readonly RunEvent[];
  /** What it printed to standard error, for when there is no report. */
  readonly complaint: string;
}

const reportSchema = z.object({ findings: z.array(findingSchema) });

/** A run ends within 6 s by design; whatever takes this long is a fault of Airway's. */
const RUN_LIMIT_MS = 45_000;

/** Runs the built `airway check` in the client's namespace, as on a machine called `asset-7` with /etc files of its own. */
export async function runAirway(site: LabSite, scenario: Scenario): Promise<AirwayRun> {
  const { folder } = site.ground;
  const profile = site.ground.file(
    'profile.json',
    JSON.stringify(site.profile(scenario.site ?? {}, scenario.profile)),
  );
  const report = join(folder, 'report.json');
  const state = join(folder, 'state');
  mkdirSync(state, { recursive: true });
  const { arguments: more = [], environment = {}, fullDisk: isDiskFull = false } = scenario.run ?? {};
  const bundle = join(folder, 'run.zip');
  const [program = '', ...args] = commandInside(site, scenario, [
    process.execPath,
    join(ROOT, 'out', 'airway.js'),
    'check',
    '--profile',
    profile,
    '--json',
    report,
    '--quiet',
    ...(isDiskFull ? ['--bundle', bundle] : []),
    ...more,
  ]);
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      LANG: 'C.UTF-8',
      HOME: folder,
      AIRWAY_STATE_DIR: state,
      LAB_PASSWORD: directoryPassword(scenario.site?.directory),
      ...site.environment,
      ...environment,
    },
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4000);
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), RUN_LIMIT_MS);
  const exitCode = await new Promise<number | null>((resolve) => {
    child.once('close', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });
  clearTimeout(limit);
  const findings = existsSync(report)
    ? reportSchema.parse(JSON.parse(readFileSync(report, 'utf8'))).findings
    : [];
  return {
    exitCode,
    findings,
    events: !existsSync(report) ? [] : isDiskFull ? eventsOf(fromBundle(bundle)) : eventsIn(state),
    complaint,
  };
}

/** A command as it runs in the client's namespace: on a machine called `asset-7`, with its own files of /etc and its own clock. */
export function commandInside(
  site: LabSite,
  scenario: Scenario,
  command: readonly string[],
): readonly string[] {
  const mounts = [...site.files].map(([path, { text, mode }]) => {
    const own = site.ground.file(`client${path.replaceAll('/', '-')}`, text, mode);
    return `mount --bind ${own} ${path} && `;
  });
  const state = `${site.ground.folder}/state`;
  const commands = [...site.mounts, ...(scenario.run?.fullDisk === true ? fullDisk(state) : [])];
  const disks = commands.map((each) => `${each} && `).join('');
  const clock = scenario.run?.clock;
  const faked = clock === undefined ? command : ['faketime', '-f', clock, ...command];
  const script = `${mounts.join('')}${disks}hostname asset-7 && exec "$@"`;
  return ['ip', 'netns', 'exec', site.ground.client, 'unshare', '--uts', 'sh', '-c', script, 'sh', ...faked];
}

/** The events that the run wrote into its journal. */
function eventsIn(state: string): RunEvent[] {
  const files = readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ndjson'),
  );
  return files.flatMap((name) => eventsOf(readFileSync(join(state, name), 'utf8')));
}

/** The events as they stand in a bundle, for runs that could keep no journal. */
const fromBundle = (path: string): string =>
  execFileSync('unzip', ['-p', path, 'events.ndjson'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

const eventsOf = (text: string): RunEvent[] =>
  text.split('\n').flatMap((line) => {
    const event = line === '' ? undefined : runEventSchema.safeParse(JSON.parse(line));
    return event?.success === true ? [event.data] : [];
  });
