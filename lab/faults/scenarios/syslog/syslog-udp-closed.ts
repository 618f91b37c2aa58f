import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Nobody listens on UDP 514 of the syslog server',
  expects: ['syslog-udp-closed'],
  site: { syslog: { udp: false, tcp: false } },
  profile: { syslog: { address: 'syslog.lab.test', transport: 'udp' } },
};
