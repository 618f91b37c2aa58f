import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s certificate has an RSA key of 1024 bits',
  expects: ['certificate-weak'],
  site: { console: { certificate: { key: 'rsa-1024' }, ciphers: 'ALL:@SECLEVEL=0' } },
};
