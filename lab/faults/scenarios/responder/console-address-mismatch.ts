import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Responder knows the Console by another of its names',
  expects: ['console-address-mismatch'],
  site: { dns: { arguments: ['--host-record=air.lab.test,10.99.2.2'] } },
  breaks: (lab) => lab.hasResponder({ configuredConsole: 'air.lab.test' }),
};
