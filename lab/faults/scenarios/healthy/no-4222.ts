import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A site that does without real-time tasks and says so',
  expects: [],
  site: { nats: null },
  profile: { console: { ports: { tasks: null } } },
};
