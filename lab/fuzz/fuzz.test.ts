import { describe, expect, it } from 'vitest';
import { mutate, pieces, randomFrom } from './mutate.ts';
import { INPUTS_PER_TURN, TARGETS, takeTurn } from './round.ts';

describe('messages gone bad', () => {
  it('follow from their seed alone', () => {
    const good = Buffer.from('INFO {"port":4222}\r\n');
    const made = (seed: number) => mutate(good, randomFrom(seed)).toString('hex');
    expect(made(1)).toBe(made(1));
    expect(new Set(Array.from({ length: 50 }, (_, seed) => made(seed))).size).toBeGreaterThan(30);
  });

  it('arrive whole, in whatever pieces', () => {
    const message = Buffer.from(Array.from({ length: 300 }, (_, index) => index % 256));
    for (let seed = 0; seed < 20; seed += 1)
      expect(Buffer.concat(pieces(message, randomFrom(seed))).equals(message)).toBe(true);
  });

  it('say how to be seen again when a reader throws', async () => {
    await expect(takeTurn('no such reader', 3)).rejects.toThrow("--target 'no such reader' --seed 3");
  });
});

describe(`${INPUTS_PER_TURN} of them`, () => {
  // Another seed in each run of the suite: the long run is `npm run fuzz -- --minutes N`.
  const seed = Date.now() % 1_000_000_000;
  it.each(TARGETS)(`from seed ${seed} are read without a throw by %s`, async (target) => {
    const turns = target.startsWith('probe ') ? 3 : 10;
    for (let turn = 0; turn < turns; turn += 1) await takeTurn(target, seed + turn);
  });
});
