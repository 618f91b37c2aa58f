import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The only resolver answers SERVFAIL: nobody above it answers',
  expects: ['resolver-failing'],
  site: { dns: { isRunning: false } },
  breaks: (lab) => lab.resolverAnswers(2),
};
