import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s certificate has its name in the common name alone',
  expects: ['certificate-without-san'],
  site: { console: { certificate: { names: [], addresses: [] } } },
};
