import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The domain controller’s certificate is from an authority that this machine does not know',
  expects: ['certificate-authority-untrusted'],
  site: { directory: { certificate: { issuer: 'unknown' } } },
};
