import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s authority is unknown, and nobody listens on the syslog port',
  expects: ['port-closed', 'certificate-authority-untrusted'],
  site: { console: { certificate: { issuer: 'unknown' } }, syslog: { udp: false, tcp: false } },
};
