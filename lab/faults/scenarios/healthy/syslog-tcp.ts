import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A syslog receiver by TCP beside the Console',
  expects: [],
  site: { syslog: {} },
};
