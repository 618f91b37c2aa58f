import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'This machine’s clock is 400 days behind',
  expects: ['clock-wrong'],
  run: { clock: '-400d' },
};
