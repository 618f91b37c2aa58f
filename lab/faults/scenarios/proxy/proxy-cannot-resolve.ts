import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The proxy’s own resolver does not know the Console’s name',
  expects: ['proxy-cannot-resolve'],
  site: { proxy: { resolver: '10.99.2.54' } },
  breaks: async (lab) => {
    await lab.filters('ip daddr 10.99.2.2 drop');
    await lab.moreResolver();
  },
};
