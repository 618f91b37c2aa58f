import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall on the way opens TLS and signs certificates of its own',
  expects: ['tls-inspected'],
  site: { console: { certificate: { issuer: 'inspection' } } },
};
