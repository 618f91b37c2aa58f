import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The account has expired',
  expects: ['bind-account-expired'],
  site: { directory: {} },
  profile: { activeDirectory: { username: 'expired@airlab.test' } },
};
