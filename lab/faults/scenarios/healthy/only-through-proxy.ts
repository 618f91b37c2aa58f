import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console is reached through the proxy alone; a firewall drops everything direct',
  expects: [],
  site: { proxy: {} },
  breaks: (lab) => lab.filters('ip daddr 10.99.2.2 drop'),
};
