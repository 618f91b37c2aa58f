import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s machine is off: the router behind which it stands gets no answer to ARP',
  expects: ['host-unreachable'],
  site: { dns: { console: ['10.99.2.3'] } },
};
