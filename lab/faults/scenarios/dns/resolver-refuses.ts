import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The only resolver refuses this machine’s questions',
  expects: ['resolver-refuses'],
  profile: { console: { address: 'console.elsewhere.test' } },
};
