import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The proxy lets 443 and 8443 through and forbids 4222',
  expects: ['proxy-forbids-port'],
  site: { proxy: { config: 'acl web port 443 8443\nhttp_access deny CONNECT !web' } },
  breaks: (lab) => lab.filters('ip daddr 10.99.2.2 drop'),
};
