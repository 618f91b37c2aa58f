import { BUNDLE_PARSERS } from './bundles.ts';
import { mutate, randomFrom } from './mutate.ts';
import { PARSERS as OCTET_PARSERS } from './parsers.ts';
import { FUZZED_PROBES, meetHostileServer } from './probes.ts';

const PARSERS = [...OCTET_PARSERS, ...BUNDLE_PARSERS];

/** Everything that is fuzzed, by name. */
export const TARGETS: readonly string[] = [
  ...PARSERS.map(({ name }) => name),
  ...FUZZED_PROBES.map(({ name }) => `probe ${name}`),
];

/** Inputs that a parser is given in one turn; a probe has one connection a turn. */
export const INPUTS_PER_TURN = 50;

/**
 * One turn of one target, made by these numbers alone, so that it can be made again. Throws what the target throws, with how to
 * see it again.
 */
export async function takeTurn(target: string, seed: number): Promise<void> {
  const random = randomFrom(seed);
  try {
    const parser = PARSERS.find(({ name }) => name === target);
    const probe = FUZZED_PROBES.find(({ name }) => `probe ${name}` === target);
    if (parser !== undefined)
      for (let input = 0; input < INPUTS_PER_TURN; input += 1) {
        const good = parser.seeds[Math.floor(random() * parser.seeds.length)] ?? Buffer.alloc(0);
        await parser.read(mutate(good, random), random);
      }
    else if (probe !== undefined) await meetHostileServer(probe, random);
    else throw new Error(`nothing of that name is fuzzed; there are: ${TARGETS.join(', ')}`);
  } catch (error) {
    throw new Error(`${target} failed: npm run fuzz -- --target '${target}' --seed ${seed} shows it again`, {
      cause: error,
    });
  }
}
