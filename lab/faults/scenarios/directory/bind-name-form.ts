import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The account is named without its domain',
  expects: ['bind-name-form'],
  site: { directory: {} },
  profile: { activeDirectory: { username: 'good' } },
};
