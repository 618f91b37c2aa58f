import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The web server is up, the application behind it is not',
  expects: ['console-backend-down'],
  site: { console: { answer: 'proxy_pass http://127.0.0.1:1;' } },
};
