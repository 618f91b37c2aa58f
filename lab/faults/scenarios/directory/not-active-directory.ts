import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The server in the profile is a directory of another make',
  expects: ['not-active-directory'],
  site: { directory: { server: 'slapd' } },
};
