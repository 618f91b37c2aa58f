import { expect, it } from 'vitest';
import { reduceRun } from '../../electron/contract/run-state.ts';
import { certificateExpired } from '../testing/scripted-findings.ts';
import { failingRun, SCRIPTED_PROFILE } from '../testing/scripted-runs.ts';
import { type WatchRound, withRound } from './watch-rounds.ts';
import { targetOf } from './watch-verdict.ts';

const run = reduceRun(
  failingRun({ runId: 'r', startedAt: '2026-06-01T12:00:00.000Z', profile: SCRIPTED_PROFILE }).events,
);
const at = '2026-06-01T12:05:00.000Z';

it('keeps of a round what shows the finding, and of a step all that was made', () => {
  const [round] = withRound([], targetOf(certificateExpired, run), run, at);
  expect(round?.checks.map(({ id }) => id).toSorted()).toEqual([...certificateExpired.evidence].toSorted());
  expect(round?.checks.every(({ elapsedMs }) => elapsedMs > 0)).toBe(true);
  const [whole] = withRound([], { steps: ['console'], finding: null }, run, at);
  expect(whole?.checks.length).toBeGreaterThan(5);
});

it('keeps the latest rounds only', () => {
  let rounds: readonly WatchRound[] = [];
  for (let index = 0; index < 100; index += 1)
    rounds = withRound(rounds, { steps: ['console'], finding: null }, run, `${index}`);
  expect(rounds).toHaveLength(24);
  expect(rounds.at(-1)?.at).toBe('99');
});
