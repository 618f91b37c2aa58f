import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The application behind the web server takes the request and never answers',
  expects: ['console-backend-hung'],
  site: { console: { answer: 'proxy_read_timeout 1s; proxy_pass http://10.99.2.2:8099;' } },
  breaks: (lab) => lab.standsToo('holds', '10.99.2.2', 8099),
};
