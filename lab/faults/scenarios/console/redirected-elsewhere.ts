import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s address sends everybody to a portal on another host',
  expects: ['redirected-elsewhere'],
  site: { console: { answer: 'return 302 https://portal.example.test/login;' } },
};
