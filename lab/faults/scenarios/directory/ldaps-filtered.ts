import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall on the way drops TCP 636 to the domain controller; 389 passes',
  expects: ['port-filtered'],
  site: { directory: {} },
  breaks: (lab) => lab.filters('tcp dport 636 drop'),
};
