import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console is configured with another address than the one that is used',
  expects: ['invalid-host-header'],
  site: {
    console: {
      answer:
        'default_type application/json; return 400 \'{"success":false,"errors":["Invalid Host Header"],"statusCode":400}\';',
    },
  },
};
