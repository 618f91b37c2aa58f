import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Console, NATS, Active Directory and syslog at once',
  expects: [],
  site: { directory: {}, syslog: {} },
};
