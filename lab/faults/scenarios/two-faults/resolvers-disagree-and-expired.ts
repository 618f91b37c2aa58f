import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The second resolver gives another address, and the Console’s certificate has run out',
  expects: ['certificate-expired', 'resolvers-disagree'],
  site: { console: { certificate: { notAfterDays: -2 } } },
  breaks: (lab) => lab.secondResolver('--host-record=console.lab.test,10.99.2.3'),
};
