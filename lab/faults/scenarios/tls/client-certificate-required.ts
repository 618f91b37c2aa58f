import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The web server before the Console wants a client certificate',
  expects: ['client-certificate-required'],
  site: { console: { server: 'ssl_client_certificate ca.pem; ssl_verify_client on;' } },
};
