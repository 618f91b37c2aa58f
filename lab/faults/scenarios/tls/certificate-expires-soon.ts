import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s certificate runs out in eleven days',
  expects: ['certificate-expires-soon'],
  site: { console: { certificate: { notAfterDays: 11 } } },
};
