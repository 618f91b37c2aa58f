import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A syslog receiver by TLS on 6514',
  expects: [],
  site: { syslog: { tls: true } },
};
