import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Two domain controllers, found by DNS',
  expects: [],
  site: { directory: { controllers: ['dc1', 'dc2'] } },
};
