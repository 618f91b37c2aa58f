import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'NATS takes only clients with a certificate',
  expects: ['nats-client-certificate-required'],
  site: { nats: { config: 'tls { cert_file: CERT, key_file: KEY, ca_file: CA, verify: true }' } },
};
