import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The only resolver does not run; its machine is there',
  expects: ['resolver-down'],
  site: { dns: { isRunning: false } },
};
