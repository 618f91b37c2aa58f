import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The account is locked',
  expects: ['bind-account-locked'],
  site: { directory: {} },
  profile: { activeDirectory: { username: 'locked@airlab.test' } },
};
