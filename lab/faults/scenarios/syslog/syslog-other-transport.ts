import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The profile wants TCP, and the receiver listens on UDP only',
  expects: ['syslog-other-transport'],
  site: { syslog: { tcp: false } },
};
