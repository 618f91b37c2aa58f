import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'NATS has as many connections as it takes',
  expects: ['nats-connection-limit'],
  site: { nats: { config: 'max_connections: 1' } },
  breaks: (lab) => lab.holdsConnection('10.99.2.2', 4222),
};
