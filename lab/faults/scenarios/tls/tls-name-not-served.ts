import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The web server knows other names only and refuses the Console’s',
  expects: ['tls-name-not-served'],
  site: { console: { server: 'ssl_reject_handshake on;' } },
};
