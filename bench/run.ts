import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureNodeBuild, ROOT } from '../build/fresh.ts';
import { startPracticeSite } from '../lab/practice/practice-site.ts';
import { diagnosisTimes } from './diagnosis.ts';
import { everythingDropped, slowPath } from './paths.ts';
import { wizardInBrowser } from './wizard.ts';

// `npm run bench`: the times that the design promises, measured on this machine. Nothing here is asserted: a speed is a figure to
// look at, beside what the same machine needs for a process that does nothing.
const ROUNDS = 7;

await ensureNodeBuild();
const folder = mkdtempSync(join(tmpdir(), 'airway-bench-'));
const environment = { ...process.env, AIRWAY_STATE_DIR: join(folder, 'state') };
try {
  const bare = await rounds(() => timeOf(['--eval', '0']));
  const firstPacket = await rounds(startToFirstPacket);
  const site = await startPracticeSite([]);
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, site.caPem);
  const { console: target } = site.profile;
  const healthy = join(folder, 'healthy.json');
  writeFileSync(
    healthy,
    JSON.stringify({
      schema: 'airway.profile/1',
      name: 'Bench',
      console: { ...target, caFile: ca, apiToken: undefined },
    }),
  );
  const whole = await rounds(() =>
    timeOf([join(ROOT, 'out', 'airway.js'), 'check', '--profile', healthy, '--json', '-']),
  );
  await site.stop();
  print('a Node process that does nothing', bare);
  print('terminal start to first packet', firstPacket, 200);
  print('healthy site, process start to report', whole, 1500);
  const { times, findings } = diagnosisTimes();
  print(`diagnosis of 500 checks (${findings} findings)`, times, 5);
  await everythingDropped(folder, print);
  await slowPath(folder, print);
  await wizardInBrowser(print);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function rounds(measure: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await measure());
  return times.sort((a, b) => a - b);
}

function print(what: string, times: readonly number[], boundMs?: number): void {
  const median = times[Math.floor(times.length / 2)] ?? 0;
  const figure = (milliseconds: number): string =>
    milliseconds < 10 ? milliseconds.toFixed(1) : String(Math.round(milliseconds));
  const range = `${figure(times[0] ?? 0)}–${figure(times.at(-1) ?? 0)} ms`;
  const bound = boundMs === undefined ? '' : `  bound ${boundMs} ms: ${median < boundMs ? 'met' : 'NOT met'}`;
  process.stdout.write(`${what.padEnd(40)} median ${figure(median)} ms (${range})${bound}\n`);
}

async function timeOf(args: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: environment });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`exit code ${String(code)} of ${args.join(' ')}`);
  return performance.now() - startedAt;
}

/** The first SYN shows at a listener on loopback as the first connection; the kernel adds nothing worth counting. */
async function startToFirstPacket(): Promise<number> {
  const server = createServer((socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const profile = join(folder, 'first-packet.json');
  writeFileSync(
    profile,
    JSON.stringify({
      schema: 'airway.profile/1',
      name: 'Bench',
      console: { address: '127.0.0.1', ports: { primary: address.port } },
    }),
  );
  const startedAt = performance.now();
  const arrived = once(server, 'connection').then(() => performance.now() - startedAt);
  const child = spawn(
    process.execPath,
    [join(ROOT, 'out', 'airway.js'), 'check', '--profile', profile, '--quiet'],
    { stdio: 'ignore', env: environment },
  );
  const elapsedMs = await arrived;
  await once(child, 'exit');
  server.close();
  return elapsedMs;
}
