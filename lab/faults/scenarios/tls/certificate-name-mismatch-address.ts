import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console is given by its address, and its certificate has names only',
  expects: ['certificate-name-mismatch'],
  site: { console: { certificate: { addresses: [] } } },
  profile: { console: { address: '10.99.2.2' } },
};
