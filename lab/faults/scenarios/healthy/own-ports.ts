import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A site with ports of its own for everything',
  expects: [],
  site: { console: { ports: [9443] }, nats: { port: 9222 } },
  profile: { console: { ports: { primary: 9443, tasks: 9222 } } },
};
