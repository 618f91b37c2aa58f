import type { Scenario } from '../../scenario.ts';
import { acceptEverything } from '../../site-faults.ts';

export const scenario: Scenario = {
  about: 'Something on the way accepts every connection, and the Console is not behind it',
  expects: ['false-open'],
  site: { console: null, nats: null },
  breaks: (lab) => acceptEverything(lab, '10.99.2.2'),
};
