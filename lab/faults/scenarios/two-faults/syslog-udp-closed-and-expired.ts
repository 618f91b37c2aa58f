import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Nobody listens on UDP 514, and the Console’s certificate has run out',
  expects: ['certificate-expired', 'syslog-udp-closed'],
  site: { console: { certificate: { notAfterDays: -2 } }, syslog: { udp: false, tcp: false } },
  profile: { syslog: { transport: 'udp' } },
};
