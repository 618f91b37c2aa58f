import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The domain controller’s certificate has run out',
  expects: ['certificate-expired'],
  site: { directory: { certificate: { notAfterDays: -4 } } },
};
