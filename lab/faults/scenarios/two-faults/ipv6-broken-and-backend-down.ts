import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'IPv6 is dropped on the way, and the application is down',
  expects: ['console-backend-down', 'ipv6-broken'],
  site: {
    dns: { console: ['10.99.2.2', 'fd99:2::2'] },
    console: { answer: 'proxy_pass http://127.0.0.1:1;' },
  },
  breaks: (lab) => lab.filters('ip6 daddr fd99:2::2 drop'),
};
