import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'This machine’s clock is two years ahead',
  expects: ['clock-wrong'],
  run: { clock: '+2y' },
};
