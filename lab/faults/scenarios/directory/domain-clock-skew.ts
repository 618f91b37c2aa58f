import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about:
    'The domain controller’s clock is twelve minutes ahead of this machine’s and of the Console’s, which agree',
  expects: ['domain-clock-skew'],
  site: { directory: {}, console: { clock: '-12m' } },
  run: { clock: '-12m' },
};
