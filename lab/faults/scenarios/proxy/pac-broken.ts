import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The PAC file that the profile names has a syntax error',
  expects: ['pac-unusable'],
  site: {
    console: {
      http: "server { listen 10.99.2.28:8081; location / { return 200 'function FindProxyForURL(url, host) { return \"DIRECT; }'; } }",
    },
  },
  profile: { proxy: { pacUrl: 'http://proxy.lab.test:8081/proxy.pac' } },
};
