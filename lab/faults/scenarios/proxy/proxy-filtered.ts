import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall on the way drops the proxy’s port',
  expects: ['proxy-down'],
  site: { proxy: {} },
  breaks: (lab) => lab.filters('ip daddr { 10.99.2.2, 10.99.2.28 } drop'),
};
