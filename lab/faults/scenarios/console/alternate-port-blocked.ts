import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall on the way drops 8443; 443 passes',
  expects: ['alternate-port-blocked'],
  breaks: (lab) => lab.filters('tcp dport 8443 drop'),
};
