import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'NATS greets and refuses every client, in words that are not known',
  expects: ['nats-refused'],
  site: { nats: { stand: 'nats-refuses' } },
};
