import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall on the way drops both ports of the Console; 4222 passes',
  expects: ['port-filtered'],
  breaks: (lab) => lab.filters('tcp dport { 443, 8443 } drop'),
};
