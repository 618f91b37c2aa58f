import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The proxy forbids every tunnel',
  expects: ['proxy-forbids-port'],
  site: { proxy: { config: 'http_access deny CONNECT' } },
  breaks: (lab) => lab.filters('ip daddr 10.99.2.2 drop'),
};
