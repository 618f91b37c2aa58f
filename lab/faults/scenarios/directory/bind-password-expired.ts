import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The password of the account has expired',
  expects: ['bind-password-expired'],
  site: { directory: {} },
  profile: { activeDirectory: { username: 'old-password@airlab.test' } },
};
