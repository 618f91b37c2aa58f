import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The certificate is for another name, and NATS is full',
  expects: ['certificate-name-mismatch', 'nats-connection-limit'],
  site: {
    console: { certificate: { names: ['air.other.test'], addresses: [] } },
    nats: { config: 'max_connections: 1' },
  },
  breaks: (lab) => lab.holdsConnection('10.99.2.2', 4222),
};
