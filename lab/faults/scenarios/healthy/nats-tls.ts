import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'NATS with TLS, as it greets and then upgrades',
  expects: [],
  site: { nats: { config: 'tls { cert_file: CERT, key_file: KEY }' } },
};
