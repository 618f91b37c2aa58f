import type { Scenario } from '../../scenario.ts';
import { narrowLink } from '../../site-faults.ts';

export const scenario: Scenario = {
  about: 'A narrow link on the way, of which the router says so',
  expects: [],
  breaks: (lab) => narrowLink(lab, 'server'),
};
