import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The profile sends with line feeds, and the receiver counts octets',
  expects: ['syslog-wants-octet-counting'],
  site: { syslog: { server: 'syslog-ng', source: 'syslog' } },
  profile: { syslog: { framing: 'newline' } },
  run: { arguments: ['--send-syslog-test'] },
};
