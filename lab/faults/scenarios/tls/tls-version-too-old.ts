import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The web server before the Console speaks TLS 1.0 and 1.1 only',
  expects: ['tls-version-too-old'],
  site: {
    console: { protocols: 'TLSv1 TLSv1.1', ciphers: 'ALL:@SECLEVEL=0', certificate: { key: 'rsa-2048' } },
  },
};
