import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A portal answers in the Console’s place until somebody logs in',
  expects: ['captive-portal'],
  site: {
    console: {
      certificate: { issuer: 'itself', names: ['login.hotspot.test'], addresses: [] },
      answer: 'return 302 https://login.hotspot.test/;',
      http: 'server { listen 10.99.2.2:80; location / { return 302 http://login.hotspot.test/; } }',
    },
  },
};
