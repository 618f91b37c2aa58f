import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The certificate is for another name than the one that Responders use',
  expects: ['certificate-name-mismatch'],
  site: { console: { certificate: { names: ['air.other.test'], addresses: [] } } },
};
