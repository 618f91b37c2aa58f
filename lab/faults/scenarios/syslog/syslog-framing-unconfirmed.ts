import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'With consent, a test message is sent with its length before it, and the receiver keeps it',
  expects: ['syslog-framing-unconfirmed'],
  site: { syslog: {} },
  run: { arguments: ['--send-syslog-test'] },
};
