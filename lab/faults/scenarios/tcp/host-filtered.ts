import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A firewall on the way drops everything to the Console; the resolver answers',
  expects: ['host-filtered'],
  breaks: (lab) => lab.filters('ip daddr 10.99.2.2 drop'),
};
