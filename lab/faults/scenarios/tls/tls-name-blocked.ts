import type { Scenario } from '../../scenario.ts';
import { filterName } from '../../site-faults.ts';

export const scenario: Scenario = {
  about: 'A filter on the way resets connections whose ClientHello has the Console’s name',
  expects: ['tls-name-blocked'],
  breaks: filterName,
};
