import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Whoever listens on 4222 accepts and says nothing',
  expects: ['nats-no-info'],
  site: { nats: { stand: 'holds' } },
};
