import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall on the way drops UDP 389 to the domain controller; TCP passes',
  expects: ['cldap-blocked'],
  site: { directory: {} },
  breaks: (lab) => lab.filters('udp dport 389 drop'),
};
