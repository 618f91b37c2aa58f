import type { Scenario } from '../../scenario.ts';
import { useUpPorts } from '../../site-faults.ts';

export const scenario: Scenario = {
  about: 'This machine has no port left for another connection',
  expects: ['sockets-exhausted'],
  breaks: useUpPorts,
};
