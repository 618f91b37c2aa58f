import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The receiver takes the message and hangs up',
  expects: ['syslog-lost-on-restart'],
  site: { syslog: { stand: 'resets-on-data' } },
  run: { arguments: ['--send-syslog-test'] },
};
