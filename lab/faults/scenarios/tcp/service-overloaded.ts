import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The web server takes no more connections: its queue is full',
  expects: ['service-overloaded'],
  site: { console: { stand: 'full' } },
};
