import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The base DN of the profile is held by another server, to which the directory refers',
  expects: ['not-active-directory', 'referral-elsewhere'],
  site: { directory: { server: 'slapd', referral: 'ldap://dc1.lab.test/ou=elsewhere,dc=lab,dc=test' } },
  profile: { activeDirectory: { baseDn: 'ou=elsewhere,dc=lab,dc=test' } },
};
