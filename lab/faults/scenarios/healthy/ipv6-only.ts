import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console by IPv6 alone',
  expects: [],
  site: { dns: { console: ['fd99:2::2'] } },
};
