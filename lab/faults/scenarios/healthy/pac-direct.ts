import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A PAC file that sends the Console directly',
  expects: [],
  site: {
    console: {
      http: 'server { listen 10.99.2.28:8081; location / { return 200 \'function FindProxyForURL(url, host) { return "DIRECT"; }\'; } }',
    },
  },
  profile: { proxy: { pacUrl: 'http://proxy.lab.test:8081/proxy.pac' } },
};
