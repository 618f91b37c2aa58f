import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s certificate is signed with SHA-1',
  expects: ['certificate-weak'],
  site: { console: { certificate: { digest: 'sha1' }, ciphers: 'ALL:@SECLEVEL=0' } },
};
