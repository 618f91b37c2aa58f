import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s ports speak HTTP without TLS',
  expects: ['plain-http-on-tls-port'],
  site: { console: { isPlain: true } },
};
