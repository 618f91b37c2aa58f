import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The proxy wants a login, and the Console’s certificate has run out',
  expects: ['proxy-login-required', 'certificate-expired'],
  site: {
    proxy: {
      config: 'auth_param basic program /bin/false\nacl known proxy_auth REQUIRED\nhttp_access deny !known',
    },
    console: { certificate: { notAfterDays: -3 } },
  },
};
