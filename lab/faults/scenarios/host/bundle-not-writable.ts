import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The folder for the results is on a disk that is full',
  expects: ['bundle-not-writable'],
  run: { fullDisk: true },
};
