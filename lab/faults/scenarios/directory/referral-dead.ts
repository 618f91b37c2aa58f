import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The directory refers to a server that is off',
  expects: ['not-active-directory', 'referral-dead'],
  site: { directory: { server: 'slapd', referral: 'ldap://10.99.2.3/ou=elsewhere,dc=lab,dc=test' } },
  profile: { activeDirectory: { baseDn: 'ou=elsewhere,dc=lab,dc=test' } },
};
