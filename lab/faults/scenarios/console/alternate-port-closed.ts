import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console does not listen on 8443',
  expects: ['alternate-port-blocked'],
  site: { console: { ports: [443] } },
};
