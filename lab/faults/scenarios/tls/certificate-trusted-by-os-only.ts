import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console’s authority is in this machine’s store and nowhere else',
  expects: ['certificate-trusted-by-os-only'],
  breaks: async (lab) => lab.etc('ssl/certs/ca-certificates.crt', lab.authorities.root.certificatePem),
  profile: { console: { caFile: undefined } },
};
