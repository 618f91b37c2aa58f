import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s ports accept and never answer a ClientHello',
  expects: ['tls-no-answer'],
  site: { console: { stand: 'holds' } },
};
