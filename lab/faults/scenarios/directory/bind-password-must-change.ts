import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The account has to change its password first',
  expects: ['bind-password-must-change'],
  site: { directory: {} },
  profile: { activeDirectory: { username: 'must-change@airlab.test' } },
};
