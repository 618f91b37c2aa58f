import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: '4222 is the port on which the servers of a cluster meet',
  expects: ['nats-wrong-port'],
  site: { nats: { port: 4333, config: 'cluster { name: lab, listen: "10.99.2.2:4222" }' } },
};
