import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'An SSH server listens on the Console’s ports',
  expects: ['wrong-service'],
  site: { console: { stand: 'ssh' } },
};
