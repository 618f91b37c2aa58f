import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Responder is configured with the address of another Console',
  expects: ['responder-address-mismatch'],
  site: { dns: { arguments: ['--host-record=old-console.lab.test,10.99.2.3'] } },
  breaks: (lab) => lab.hasResponder({ configuredConsole: 'old-console.lab.test' }),
};
