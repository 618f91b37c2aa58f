import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { TARGETS, takeTurn } from './round.ts';

/** What the thread is told: where to count, until when, and where to begin. */
export const fuzzWorkSchema = z.object({
  counters: z.instanceof(SharedArrayBuffer),
  untilMs: z.number(),
  seed: z.int(),
  targets: z.array(z.string()),
});

/** Places in the counters: index of the target, its seed, turns so far. The watching thread tells from them that one hangs. */
export const COUNTER = { target: 0, seed: 1, turns: 2, length: 3 } as const;

/** Turns after which memory has come to rest: caches are filled, and the compiler is done. */
const WARM_UP_TURNS = 40;

/** Live bytes after a collection. */
function liveBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

if (parentPort !== null) {
  const { counters, untilMs, seed, targets } = fuzzWorkSchema.parse(workerData);
  const count = new Int32Array(counters);
  let warmBytes = 0;
  let turn = 0;
  for (; Date.now() < untilMs || turn < targets.length; turn += 1) {
    const target = targets[turn % targets.length] ?? '';
    count[COUNTER.target] = TARGETS.indexOf(target);
    count[COUNTER.seed] = seed + turn;
    count[COUNTER.turns] = turn;
    await takeTurn(target, seed + turn);
    if (turn === WARM_UP_TURNS * targets.length) warmBytes = liveBytes();
  }
  parentPort.postMessage({ turns: turn, growthBytes: warmBytes === 0 ? 0 : liveBytes() - warmBytes });
}
