import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s certificate begins in two days',
  expects: ['certificate-not-yet-valid'],
  site: { console: { certificate: { notBeforeDays: 2 } } },
};
