import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The syslog server has as many senders as it takes, and closes each further connection',
  expects: ['syslog-connection-limit'],
  site: { syslog: { stand: 'closes' } },
};
