import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console speaks TLS 1.3 only',
  expects: [],
  site: { console: { protocols: 'TLSv1.3' } },
};
