import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'NATS without a login',
  expects: [],
  site: { nats: { config: 'max_payload: 1048576' } },
};
