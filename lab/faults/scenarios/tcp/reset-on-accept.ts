import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Whoever listens on the Console’s ports resets each connection at once',
  expects: ['closed-on-accept'],
  site: { console: { stand: 'resets' } },
};
