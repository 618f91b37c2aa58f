import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console behind a reverse proxy that passes requests on',
  expects: [],
  site: {
    console: {
      answer: 'proxy_pass http://10.99.2.2:8080;',
      http: "server { listen 10.99.2.2:8080; location / { default_type text/html; return 200 '<html><head><title>AIR Console</title></head><body><h1>Binalyze AIR Console</h1></body></html>'; } }",
    },
  },
};
