import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The base DN of the profile does not exist',
  expects: ['base-dn-missing'],
  site: { directory: {} },
  profile: { activeDirectory: { baseDn: 'OU=Nowhere,DC=airlab,DC=test' } },
};
