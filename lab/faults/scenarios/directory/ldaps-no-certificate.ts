import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The domain controller has no certificate: it resets each LDAPS connection',
  expects: ['ldaps-no-certificate'],
  site: { directory: { certificate: 'none' } },
  breaks: (lab) => lab.standsToo('resets-on-data', '10.99.2.10', 636),
};
