import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Active Directory over LDAPS, with an account',
  expects: [],
  site: { directory: {} },
};
