import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A proxy in the profile, and the direct way is open too',
  expects: [],
  site: { proxy: {} },
};
