import type { Scenario } from '../../scenario.ts';
import { narrowTheWay } from '../../site-faults.ts';

export const scenario: Scenario = {
  about: 'A link on the way there is narrower than the packets, and the router’s word about it is dropped',
  expects: ['path-mtu-black-hole'],
  site: { console: { certificate: { key: 'rsa-2048' } } },
  breaks: (lab) => narrowTheWay(lab, 'server'),
};
