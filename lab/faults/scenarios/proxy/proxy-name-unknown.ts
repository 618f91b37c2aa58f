import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The name of the proxy does not exist',
  expects: ['proxy-down'],
  site: { proxy: {} },
  breaks: (lab) => lab.filters('ip daddr 10.99.2.2 drop'),
  profile: { proxy: { url: 'http://prox.lab.test:3128' } },
};
