import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A directory that is no Active Directory wants encryption for logins',
  expects: ['not-active-directory', 'ldap-encryption-required'],
  site: { directory: { server: 'slapd', mustEncryptLogins: true } },
  profile: { activeDirectory: { security: 'plain' } },
};
