import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console sends its certificate without the intermediate',
  expects: ['certificate-chain-incomplete'],
  site: { console: { certificate: { sendsChain: false } } },
};
