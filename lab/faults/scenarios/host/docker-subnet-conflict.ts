import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A container network on this machine has the addresses of the Console’s network',
  expects: ['docker-subnet-conflict'],
  breaks: async (lab) => {
    await lab.ip('client', 'link add docker0 type bridge');
    await lab.ip('client', 'addr add 10.99.2.9/28 dev docker0');
    await lab.ip('client', 'link set docker0 up');
  },
};
