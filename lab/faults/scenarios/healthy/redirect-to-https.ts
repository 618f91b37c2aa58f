import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Port 80 of the Console redirects to HTTPS of the same name',
  expects: [],
  site: {
    console: { http: 'server { listen 10.99.2.2:80; location / { return 301 https://$host$request_uri; } }' },
  },
};
