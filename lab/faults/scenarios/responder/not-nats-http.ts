import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A web server listens on 4222',
  expects: ['not-nats'],
  site: { nats: { stand: 'http' } },
};
