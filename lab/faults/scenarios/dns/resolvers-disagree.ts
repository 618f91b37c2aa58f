import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The second resolver gives another address for the Console',
  expects: ['resolvers-disagree'],
  breaks: async (lab) => {
    await lab.secondResolver('--host-record=console.lab.test,10.99.2.3');
  },
};
