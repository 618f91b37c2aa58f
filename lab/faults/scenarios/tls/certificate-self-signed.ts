import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console has the self-signed certificate that it was installed with',
  expects: ['certificate-self-signed'],
  site: { console: { certificate: { issuer: 'itself' } } },
};
