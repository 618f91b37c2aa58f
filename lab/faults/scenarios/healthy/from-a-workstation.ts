import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The same checks from a workstation',
  expects: [],
  profile: { vantage: 'workstation' },
};
