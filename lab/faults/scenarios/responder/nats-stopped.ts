import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'NATS does not run on the Console',
  expects: ['real-time-port-blocked'],
  site: { nats: null },
};
