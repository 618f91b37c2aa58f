import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The domain controller’s certificate is for another name',
  expects: ['certificate-name-mismatch'],
  site: { directory: { certificate: { names: ['dc9.airlab.test'] } } },
};
