import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The web server shows its own start page: the Console is not behind it',
  expects: ['not-the-console'],
  site: {
    console: {
      answer:
        "default_type text/html; return 200 '<html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1></body></html>';",
    },
  },
};
