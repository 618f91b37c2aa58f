import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The name has an IPv4 and an IPv6 address, both good',
  expects: [],
  site: { dns: { console: ['10.99.2.2', 'fd99:2::2'] } },
};
