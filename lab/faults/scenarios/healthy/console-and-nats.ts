import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Console on 443 and 8443 with a private authority in the profile, NATS on 4222',
  expects: [],
};
