import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'This machine has no route to the Console’s network',
  expects: ['no-route'],
  site: { dns: { isRunning: false } },
  breaks: (lab) => lab.ip('client', 'route del 10.99.2.0/24'),
  profile: { console: { address: '10.99.2.2' }, resolvers: null },
};
