import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall on the way drops 4222; 443 passes',
  expects: ['real-time-port-blocked'],
  breaks: (lab) => lab.filters('tcp dport 4222 drop'),
};
