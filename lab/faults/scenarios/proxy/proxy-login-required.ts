import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The proxy wants a login, and the profile has none',
  expects: ['proxy-login-required'],
  site: {
    proxy: {
      config: 'auth_param basic program /bin/false\nacl known proxy_auth REQUIRED\nhttp_access deny !known',
    },
  },
  breaks: (lab) => lab.filters('ip daddr 10.99.2.2 drop'),
};
