import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The web server speaks TLS 1.1 only, and whoever listens on 4222 says nothing',
  expects: ['tls-version-too-old', 'nats-no-info'],
  site: {
    console: { protocols: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0', certificate: { key: 'rsa-2048' } },
    nats: { stand: 'holds' },
  },
};
