import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Active Directory with STARTTLS, with an account',
  expects: [],
  site: { directory: {} },
  profile: { activeDirectory: { security: 'starttls' } },
};
