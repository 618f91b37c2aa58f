import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall on the way answers SYNs to 443 with a reset; 8443 passes',
  expects: ['port-closed'],
  breaks: (lab) => lab.filters('tcp dport 443 reject with tcp reset'),
};
