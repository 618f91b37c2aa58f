import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A load balancer without a healthy member closes each connection at once',
  expects: ['closed-on-accept'],
  site: { console: { stand: 'closes' } },
};
