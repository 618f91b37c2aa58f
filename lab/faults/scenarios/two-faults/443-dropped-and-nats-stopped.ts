import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall drops 443, and NATS does not run',
  expects: ['port-filtered'],
  allows: ['port-closed', 'real-time-port-blocked'],
  site: { nats: null },
  breaks: (lab) => lab.filters('tcp dport 443 drop'),
};
