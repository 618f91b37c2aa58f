import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A site that does not use 8443 and says so',
  expects: [],
  site: { console: { ports: [443] } },
  profile: { console: { ports: { alternate: null } } },
};
