import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall drops UDP 389 and TCP 8443',
  expects: ['alternate-port-blocked', 'cldap-blocked'],
  site: { directory: {} },
  breaks: (lab) => lab.filters('udp dport 389 drop', 'tcp dport 8443 drop'),
};
