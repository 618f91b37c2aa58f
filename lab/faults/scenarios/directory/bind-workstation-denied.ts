import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The account may not log in from this machine',
  expects: ['bind-workstation-denied'],
  site: { directory: {} },
  profile: { activeDirectory: { username: 'workstation@airlab.test' } },
};
