import type { Scenario } from '../../scenario.ts';
import { truncateAnswers } from '../../site-faults.ts';

export const scenario: Scenario = {
  about: 'Answers of the resolver are too long for UDP, and TCP 53 is dropped on the way',
  expects: ['dns-tcp-blocked'],
  site: { dns: { isRunning: false } },
  breaks: truncateAnswers,
};
