import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s certificate has run out, and a firewall drops 4222',
  expects: ['certificate-expired', 'real-time-port-blocked'],
  site: { console: { certificate: { notAfterDays: -2 } } },
  breaks: (lab) => lab.filters('tcp dport 4222 drop'),
};
