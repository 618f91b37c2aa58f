import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The profile wants STARTTLS, and the server has no certificate for it',
  expects: ['starttls-unsupported'],
  site: { directory: { certificate: 'none' } },
  profile: { activeDirectory: { security: 'starttls' } },
};
