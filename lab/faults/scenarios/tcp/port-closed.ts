import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'Nothing listens on the Console’s ports; the machine is there',
  expects: ['port-closed'],
  breaks: (lab) => lab.stops('console'),
};
