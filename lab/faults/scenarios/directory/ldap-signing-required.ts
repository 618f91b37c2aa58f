import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The profile logs in without encryption, and the domain controller wants it',
  expects: ['ldap-signing-required'],
  site: { directory: {} },
  profile: { activeDirectory: { security: 'plain' } },
};
