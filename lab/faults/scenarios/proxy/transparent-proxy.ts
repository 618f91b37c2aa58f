import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Plain HTTP to the Console passes a proxy that nobody configured',
  expects: ['transparent-proxy'],
  site: {
    console: {
      http: 'server { listen 10.99.2.2:80; location / { add_header Via "1.1 edge (squid/5.7)" always; add_header X-Cache "MISS from edge" always; return 301 https://$host$request_uri; } }',
    },
  },
};
