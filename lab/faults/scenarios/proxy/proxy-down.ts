import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The proxy does not run; its machine is there',
  expects: ['proxy-down'],
  site: { proxy: {} },
  breaks: async (lab) => {
    await lab.filters('ip daddr 10.99.2.2 drop');
    await lab.stops('proxy');
  },
};
