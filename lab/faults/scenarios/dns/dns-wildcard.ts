import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The resolver answers every name below the domain with the same address',
  expects: ['dns-wildcard'],
  site: { dns: { console: [], arguments: ['--address=/lab.test/10.99.2.2'] } },
};
