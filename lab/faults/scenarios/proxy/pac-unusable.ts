import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The PAC file that the profile names is not there',
  expects: ['pac-unusable'],
  site: { console: { http: 'server { listen 10.99.2.28:8081; location / { return 404; } }' } },
  profile: { proxy: { pacUrl: 'http://proxy.lab.test:8081/proxy.pac' } },
};
