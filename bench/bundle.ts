import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { ensureNodeBuild, ROOT } from '../build/fresh.ts';
import { LOG_KINDS, logText } from './log-lines.ts';

// `npm run bench:bundle -- [MB]`: a bundle with that many megabytes of logs in seven formats, redacted on its way, beside `zip -6` of the same
// files in turn. Memory is the highest that the kernel saw of the process (VmHWM), so this needs Linux and zip.
const FILE_BYTES = 20 * 1024 * 1024;
const ROUNDS = 2;
const MEMORY_BOUND_MB = 200;

const inMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
const megabytes = Number(process.argv[2] ?? 1000);
const folder = mkdtempSync(join(process.env['AIRWAY_BENCH_DIR'] ?? tmpdir(), 'airway-bench-bundle-'));
try {
  await ensureNodeBuild();
  const logs = join(folder, 'logs');
  const sizeBytes = await writeLogs(logs);
  const program = join(ROOT, 'out', 'airway.js');
  const environment = { ...process.env, AIRWAY_STATE_DIR: join(folder, 'state') };
  const places = join(folder, 'places.json');
  writeFileSync(
    places,
    JSON.stringify({
      schema: 'airway.log-places/1',
      places: [{ id: 'bench', what: 'Logs', os: ['linux'], folder: logs, files: ['*.log'] }],
    }),
  );
  await measure(process.execPath, [program, 'check', '--profile', profileFile(), '--quiet'], environment);
  const bundle = join(folder, 'bundle.zip');
  const zip = join(folder, 'plain.zip');
  const limit = String(Math.ceil(sizeBytes / 1024 / 1024) + 1);
  const bundleArgs = [program, 'bundle', bundle, '--log-places', places, '--log-limit', limit, '--quiet'];
  process.stdout.write(`${inMegabytes(sizeBytes)} of logs in ${LOG_KINDS.length} formats\n`);
  for (let round = 1; round <= ROUNDS; round += 1) {
    rmSync(zip, { force: true });
    const plain = await measure('zip', ['-6', '-q', '-r', zip, logs], environment);
    const ours = await measure(process.execPath, bundleArgs, environment);
    const ratio = ours.elapsedMs / plain.elapsedMs;
    process.stdout.write(
      `round ${round}: zip -6 ${(plain.elapsedMs / 1000).toFixed(1)} s, ${inMegabytes(statSync(zip).size)}; ` +
        `bundle ${(ours.elapsedMs / 1000).toFixed(1)} s, ${inMegabytes(statSync(bundle).size)}; ` +
        `ratio ${ratio.toFixed(2)}, bound 1: ${ratio <= 1 ? 'met' : 'NOT met'}; ` +
        `memory ${ours.peakMegabytes.toFixed(0)} MB, bound ${MEMORY_BOUND_MB}: ${ours.peakMegabytes < MEMORY_BOUND_MB ? 'met' : 'NOT met'}\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function writeLogs(into: string): Promise<number> {
  mkdirSync(into, { recursive: true });
  let sizeBytes = 0;
  for (let number = 0; sizeBytes < megabytes * 1e6; number += 1) {
    const name = `${String(number).padStart(3, '0')}-${LOG_KINDS[number % LOG_KINDS.length]?.name ?? ''}`;
    const path = join(into, name);
    await pipeline(Readable.from(logText(number, number + 1, FILE_BYTES)), createWriteStream(path));
    sizeBytes += statSync(path).size;
  }
  return sizeBytes;
}

/** A run that is over at once: nobody listens on that port. */
function profileFile(): string {
  const path = join(folder, 'site.json');
  const console = { address: '127.0.0.1', ports: { primary: 9 } };
  writeFileSync(path, JSON.stringify({ schema: 'airway.profile/1', name: 'Bench', console }));
  return path;
}

async function measure(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ elapsedMs: number; peakMegabytes: number }> {
  const startedAt = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  const ended = once(child, 'exit');
  const peak = watchMemory(child);
  const [code] = (await ended) as [number | null];
  const elapsedMs = performance.now() - startedAt;
  if (code !== 0 && !args.includes('check'))
    throw new Error(`exit code ${String(code)} of ${command} ${args.join(' ')}`);
  return { elapsedMs, peakMegabytes: (await peak) / 1024 };
}

/** The highest resident size in kB that the kernel saw, read until the process is gone. */
async function watchMemory(child: ChildProcess): Promise<number> {
  let peak = 0;
  while (child.exitCode === null && child.signalCode === null) {
    try {
      peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? peak);
    } catch {
      // It ended between two looks.
    }
    await wait(100);
  }
  return peak;
}
