import { Worker } from 'node:worker_threads';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { TARGETS } from './round.ts';
import { COUNTER } from './worker.ts';

// `npm run fuzz -- --minutes N`: every reader of foreign octets gets good messages gone bad, as fast as it can, in a thread that
// is watched. It ends with 1 at the first throw, at a turn that hangs, and when memory has grown.

/** A turn of a probe ends at its deadline; whatever takes longer than this hangs. */
const HANG_MS = 15_000;
/** Live memory may differ by what the runtime keeps for itself; a leak of a few bytes an input is far beyond. */
const GROWTH_LIMIT_BYTES = 20 * 1024 * 1024;

const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new InvalidArgumentError('expected a number');
  return value;
};
const { minutes, seed, target } = z
  .object({ minutes: z.number(), seed: z.int(), target: z.enum(TARGETS).optional() })
  .parse(
    new Command('fuzz')
      .option('--minutes <n>', 'how long', number, 1)
      .option('--seed <n>', 'where the random numbers begin', number, Date.now() % 1_000_000_000)
      .option('--target <name>', `one of: ${TARGETS.join(', ')}`)
      .parse(process.argv)
      .opts(),
  );

const targets = target === undefined ? [...TARGETS] : [target];
process.stdout.write(`fuzzing ${targets.length} readers for ${minutes} min from seed ${seed}\n`);
const counters = new SharedArrayBuffer(4 * COUNTER.length);
const count = new Int32Array(counters);
const worker = new Worker(new URL('./worker.ts', import.meta.url), {
  workerData: { counters, untilMs: Date.now() + minutes * 60_000, seed, targets },
});
let lastTurn = -1;
const watch = setInterval(() => {
  const turn = count[COUNTER.turns] ?? 0;
  if (turn === lastTurn) {
    process.stdout.write(
      `hangs: ${TARGETS[count[COUNTER.target] ?? 0]} with --seed ${count[COUNTER.seed]} took longer than ${HANG_MS / 1000} s\n`,
    );
    process.exit(1);
  }
  lastTurn = turn;
}, HANG_MS);
worker.on('error', (error) => {
  process.stdout.write(
    `${error.stack ?? error.message}\n${error.cause instanceof Error ? error.cause.stack : ''}\n`,
  );
  process.exit(1);
});
worker.on('message', (message: unknown) => {
  clearInterval(watch);
  const { turns, growthBytes } = z.object({ turns: z.number(), growthBytes: z.number() }).parse(message);
  const grown = `${(growthBytes / 1024 / 1024).toFixed(1)} MB`;
  process.stdout.write(
    `${turns} turns without a throw or a hang; live memory changed by ${grown} since it was warm\n`,
  );
  process.exit(growthBytes > GROWTH_LIMIT_BYTES ? 1 : 0);
});
