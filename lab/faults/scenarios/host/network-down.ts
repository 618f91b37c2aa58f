import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'This machine’s only interface is down',
  expects: ['network-down'],
  breaks: (lab) => lab.ip('client', 'link set c0 down'),
};
