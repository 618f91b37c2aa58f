import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The proxy cannot reach the Console: nothing listens there',
  expects: ['proxy-cannot-connect'],
  site: { proxy: {}, console: null, nats: null },
  breaks: (lab) => lab.filters('ip daddr 10.99.2.2 drop'),
};
