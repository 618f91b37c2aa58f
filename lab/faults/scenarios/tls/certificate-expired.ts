import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s certificate ran out three days ago',
  expects: ['certificate-expired'],
  site: { console: { certificate: { notAfterDays: -3 } } },
};
