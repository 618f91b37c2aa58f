import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Active Directory without an account: nobody logs in',
  expects: [],
  site: { directory: {} },
  profile: { activeDirectory: { username: undefined, password: undefined } },
};
