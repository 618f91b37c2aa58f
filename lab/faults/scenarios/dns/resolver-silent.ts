import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Packets to the only resolver are dropped on the way',
  expects: ['resolver-silent'],
  breaks: (lab) => lab.filters('ip daddr 10.99.2.53 drop'),
};
