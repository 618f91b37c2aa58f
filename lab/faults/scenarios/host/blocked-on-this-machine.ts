import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'This machine’s own firewall forbids connections to 443 and 8443',
  expects: ['blocked-on-this-machine'],
  breaks: (lab) => lab.ip('client', 'route add prohibit 10.99.2.2/32'),
};
