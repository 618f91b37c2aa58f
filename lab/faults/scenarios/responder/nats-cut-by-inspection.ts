import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The greeting of NATS arrives, and the connection is reset when the client speaks',
  expects: ['nats-cut-by-inspection'],
  site: { nats: { stand: 'nats-cut' } },
};
