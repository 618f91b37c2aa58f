import { describe, expect, it } from 'vitest';
import { checkFaults, OFFERED_FAULTS } from '../../lab/practice/faults.ts';
import {
  drawFaults,
  faultsOfShape,
  isExcluded,
  PRACTICE_SHAPES,
  SURPRISE_SIZES,
  type SurpriseSize,
} from './practice-pick.ts';

/** Numbers from 0 to 1 in an order that does not change (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const draw = (size: SurpriseSize, seed: number, more: Partial<Parameters<typeof drawFaults>[0]> = {}) =>
  drawFaults({
    offered: OFFERED_FAULTS,
    shape: 'whole',
    size,
    drawn: [],
    random: numbers(seed),
    ...more,
  });

const SEEDS = Array.from({ length: 60 }, (_, index) => index * 7919 + 1);

describe('a surprise', () => {
  it.each(SURPRISE_SIZES)('of the size %s has only faults that a site can have together', (size) => {
    for (const seed of SEEDS) expect(checkFaults(draw(size, seed)), String(seed)).toMatchObject({ ok: true });
  });

  it('has as many faults as were asked for, and any number from none to three', () => {
    const counts = (size: SurpriseSize) => new Set(SEEDS.map((seed) => draw(size, seed).length));
    expect(counts('one')).toEqual(new Set([1]));
    expect(counts('two')).toEqual(new Set([2]));
    expect(counts('three')).toEqual(new Set([3]));
    expect([...counts('any')].sort()).toEqual([0, 1, 2, 3]);
  });

  it('comes from the part of the site that is practised, with fewer faults where no more fit', () => {
    for (const seed of SEEDS) {
      const faults = draw('three', seed, { shape: 'active-directory' });
      expect(faults).toHaveLength(1);
      expect(OFFERED_FAULTS.find(({ id }) => id === faults[0])?.group).toBe('active-directory');
    }
  });

  it('does not come again before every other has', () => {
    const syslog = faultsOfShape(OFFERED_FAULTS, 'syslog').map(({ id }) => id);
    const [left = 'syslog-no-tls', ...drawn] = syslog;
    for (const seed of SEEDS) expect(draw('one', seed, { shape: 'syslog', drawn })).toEqual([left]);
    expect(draw('one', 1, { shape: 'syslog', drawn: syslog })).toHaveLength(1);
  });

  it('survives a random source that gives its very end', () => {
    expect(draw('three', 1, { random: () => 1 })).toHaveLength(3);
    expect(draw('one', 1, { offered: [] })).toEqual([]);
  });
});

describe('the faults that can be picked', () => {
  it('are in exactly one of the shapes besides the whole site', () => {
    const parts = PRACTICE_SHAPES.filter((shape) => shape !== 'whole').flatMap((shape) =>
      faultsOfShape(OFFERED_FAULTS, shape),
    );
    expect(parts.map(({ id }) => id).sort()).toEqual(OFFERED_FAULTS.map(({ id }) => id).sort());
  });

  it('leave out, in both directions, what the practice site refuses together', () => {
    for (const one of OFFERED_FAULTS)
      for (const other of OFFERED_FAULTS)
        if (one.id !== other.id)
          expect(!isExcluded(one, [other.id], OFFERED_FAULTS), `${one.id} ${other.id}`).toBe(
            checkFaults([one.id, other.id]).ok,
          );
  });
});
