import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'syslog-ng that counts octets, as the profile does',
  expects: [],
  site: { syslog: { server: 'syslog-ng', source: 'syslog' } },
};
