import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about:
    'The Console’s certificate is from an authority that this machine does not know; its intermediate is sent',
  expects: ['certificate-authority-untrusted'],
  site: { console: { certificate: { issuer: 'unknown' } } },
};
