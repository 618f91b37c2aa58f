import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The web server before the Console offers one cipher suite that no client has',
  expects: ['tls-no-common-cipher'],
  site: { console: { protocols: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CAMELLIA256-SHA384' } },
};
