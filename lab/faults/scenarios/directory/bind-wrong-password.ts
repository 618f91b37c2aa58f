import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The password of the account is wrong',
  expects: ['bind-wrong-password'],
  site: { directory: {} },
  run: { environment: { LAB_PASSWORD: 'not-the-password' } },
};
