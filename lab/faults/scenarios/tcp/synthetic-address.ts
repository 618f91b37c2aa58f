import type { Scenario } from '../../scenario.ts';
import { acceptEverything } from '../../site-faults.ts';

export const scenario: Scenario = {
  about: 'An agent on the way hands out addresses of its own, and accepts every connection to them',
  expects: ['synthetic-address'],
  site: { console: null, nats: null, dns: { console: ['198.18.0.9'] } },
  breaks: async (lab) => {
    await lab.ip('server', 'addr add 198.18.0.9/32 dev s0');
    await lab.ip('router', 'route add 198.18.0.9/32 via 10.99.2.2');
    await lab.ip('client', 'route add 198.18.0.0/15 via 10.99.1.1');
    await acceptEverything(lab, '198.18.0.9');
  },
};
