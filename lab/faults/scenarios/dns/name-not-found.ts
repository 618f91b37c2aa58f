import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s name does not exist',
  expects: ['name-not-found'],
  profile: { console: { address: 'consol.lab.test' } },
};
