import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A syslog receiver by UDP alone',
  expects: [],
  site: { syslog: { tcp: false } },
  profile: { syslog: { address: 'syslog.lab.test', transport: 'udp' } },
};
