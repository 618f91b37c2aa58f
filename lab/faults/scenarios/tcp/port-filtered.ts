import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall on the way drops TCP 443 to the Console; 8443 and 4222 pass',
  expects: ['port-filtered'],
  breaks: (lab) => lab.filters('tcp dport 443 drop'),
};
