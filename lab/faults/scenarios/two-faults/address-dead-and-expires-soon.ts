import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'One of two addresses belongs to nobody, and the certificate runs out soon',
  expects: ['address-dead', 'certificate-expires-soon'],
  site: { dns: { console: ['10.99.2.2', '10.99.2.3'] }, console: { certificate: { notAfterDays: 9 } } },
};
