import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The account is locked, and nobody listens on the syslog port',
  expects: ['port-closed', 'bind-account-locked'],
  site: { directory: {}, syslog: { udp: false, tcp: false } },
  profile: { activeDirectory: { username: 'locked@airlab.test' } },
};
