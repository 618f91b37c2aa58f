import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The profile sends in clear, and the receiver speaks TLS',
  expects: ['syslog-wants-tls'],
  site: { syslog: { server: 'syslog-ng', source: 'tls' } },
  run: { arguments: ['--send-syslog-test'] },
};
