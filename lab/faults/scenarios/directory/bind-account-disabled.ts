import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The account is disabled',
  expects: ['bind-account-disabled'],
  site: { directory: {} },
  profile: { activeDirectory: { username: 'disabled@airlab.test' } },
};
