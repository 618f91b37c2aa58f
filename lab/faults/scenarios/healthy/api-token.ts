import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console takes the API token',
  expects: [],
  site: { console: { token: 'the-right-one' } },
  profile: { console: { apiToken: { env: 'LAB_TOKEN' } } },
  run: { environment: { LAB_TOKEN: 'the-right-one' } },
};
