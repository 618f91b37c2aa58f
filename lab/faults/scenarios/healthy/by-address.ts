import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console by its IPv4 address, in the certificate too',
  expects: [],
  profile: { console: { address: '10.99.2.2' } },
};
