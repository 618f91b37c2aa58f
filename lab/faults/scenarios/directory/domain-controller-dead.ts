import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'One of the two domain controllers that DNS names is off',
  expects: ['domain-controller-dead'],
  site: {
    directory: {},
    dns: {
      arguments: [
        '--host-record=dc2.airlab.test,10.99.2.3',
        '--srv-host=_ldap._tcp.dc._msdcs.airlab.test,dc2.airlab.test,389',
      ],
    },
  },
};
