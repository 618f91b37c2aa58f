import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Syslog by UDP: the receiver is there, and UDP cannot say so',
  expects: ['syslog-udp-unconfirmed'],
  site: { syslog: { tcp: false } },
  profile: { syslog: { address: 'syslog.lab.test', transport: 'udp' } },
};
