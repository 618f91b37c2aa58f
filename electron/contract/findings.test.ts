import { expect, it } from 'vitest';
import { type RemedyStep, spokenSteps } from './findings.ts';

it('reads steps that differ by operating system as one, and keeps their order', () => {
  const steps: RemedyStep[] = [
    { text: 'Look', command: 'dir', os: 'windows' },
    { text: 'Look', command: 'ls', os: 'linux' },
    { text: 'Ask the owner' },
    { text: 'Look', command: 'ls', os: 'macos' },
    { text: 'Look' },
  ];
  const spoken = spokenSteps(steps);
  expect(spoken.map(({ text, variants }) => [text, variants.length])).toEqual([
    ['Look', 2],
    ['Ask the owner', 1],
    ['Look', 1],
    ['Look', 1],
  ]);
  expect(spoken.flatMap(({ variants }) => variants)).toEqual(steps);
});
