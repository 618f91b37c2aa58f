import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The domain controller’s certificate has run out, and the application is down',
  expects: ['certificate-expired', 'console-backend-down'],
  site: {
    directory: { certificate: { notAfterDays: -4 } },
    console: { answer: 'proxy_pass http://127.0.0.1:1;' },
  },
};
