import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The profile wants TLS on the port for real-time tasks, and NATS offers none',
  expects: ['nats-tls-missing'],
  profile: { responder: { tasksTls: 'required' } },
};
