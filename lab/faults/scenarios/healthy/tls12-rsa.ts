import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console speaks TLS 1.2 with an RSA certificate',
  expects: [],
  site: { console: { protocols: 'TLSv1.2', certificate: { key: 'rsa-2048' } } },
};
