import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The name of the syslog server does not exist',
  expects: ['name-not-found'],
  site: { syslog: {} },
  profile: { syslog: { address: 'logs.lab.test' } },
};
