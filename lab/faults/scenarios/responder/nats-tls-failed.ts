import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'NATS wants TLS, and the handshake fails',
  expects: ['nats-tls-failed'],
  site: { nats: { stand: 'nats-tls-cut' } },
};
