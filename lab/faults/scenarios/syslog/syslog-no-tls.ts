import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The profile wants TLS, and the receiver speaks plain TCP',
  expects: ['syslog-no-tls'],
  site: { syslog: {} },
  profile: { syslog: { address: 'syslog.lab.test', transport: 'tls', port: 514 } },
};
