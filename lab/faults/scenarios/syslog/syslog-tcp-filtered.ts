import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall on the way drops TCP 514',
  expects: ['port-filtered'],
  site: { syslog: { udp: false } },
  breaks: (lab) => lab.filters('ip daddr 10.99.2.14 tcp dport 514 drop'),
};
