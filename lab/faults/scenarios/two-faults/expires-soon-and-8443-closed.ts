import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The certificate runs out soon, and the Console does not listen on 8443',
  expects: ['alternate-port-blocked', 'certificate-expires-soon'],
  site: { console: { ports: [443], certificate: { notAfterDays: 9 } } },
};
