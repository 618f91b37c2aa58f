import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The account may not log in at this hour',
  expects: ['bind-outside-hours'],
  site: { directory: {} },
  profile: { activeDirectory: { username: 'hours@airlab.test' } },
};
