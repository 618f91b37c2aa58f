import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The base DN does not exist, and the Console’s authority is unknown',
  expects: ['certificate-authority-untrusted', 'base-dn-missing'],
  site: { directory: {}, console: { certificate: { issuer: 'unknown' } } },
  profile: { activeDirectory: { baseDn: 'OU=Nowhere,DC=airlab,DC=test' } },
};
