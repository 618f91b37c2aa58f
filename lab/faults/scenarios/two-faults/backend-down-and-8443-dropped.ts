import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The application behind the web server is down, and a firewall drops 8443',
  expects: ['console-backend-down', 'alternate-port-blocked'],
  site: { console: { answer: 'proxy_pass http://127.0.0.1:1;' } },
  breaks: (lab) => lab.filters('tcp dport 8443 drop'),
};
