import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A router on the way says that the Console’s network is prohibited',
  expects: ['firewall-rejects'],
  breaks: (lab) => lab.filters('ip daddr 10.99.2.2 reject with icmp type net-prohibited'),
};
