import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The domain in the profile is not the one that the controller serves',
  expects: ['domain-name-wrong'],
  site: { directory: {} },
  profile: { activeDirectory: { domain: 'arlab.test', servers: ['dc1.airlab.test'] } },
};
