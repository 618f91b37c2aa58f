import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The resolver that this machine asks does not know the domain at all',
  expects: ['srv-records-missing'],
  site: { directory: {} },
  profile: { activeDirectory: { domain: 'nowhere.lab.test' } },
};
