import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'DNS knows the controller and not the services of the domain',
  expects: ['srv-records-missing'],
  site: { directory: { hasSrvRecords: false } },
  profile: { activeDirectory: { servers: ['dc1.airlab.test'] } },
};
