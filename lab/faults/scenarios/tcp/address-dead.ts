import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'One of the two addresses behind the name belongs to a machine that is off',
  expects: ['address-dead'],
  site: { dns: { console: ['10.99.2.2', '10.99.2.3'] } },
};
