import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: '4222 is the monitoring port of NATS',
  expects: ['nats-wrong-port'],
  site: { nats: { port: 4333, config: 'http: "10.99.2.2:4222"' } },
};
