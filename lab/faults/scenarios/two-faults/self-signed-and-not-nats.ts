import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s certificate is self-signed, and a web server listens on 4222',
  expects: ['certificate-self-signed', 'not-nats'],
  site: { console: { certificate: { issuer: 'itself' } }, nats: { stand: 'http' } },
};
