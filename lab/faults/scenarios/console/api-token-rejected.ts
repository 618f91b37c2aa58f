import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Console does not take the API token',
  expects: ['api-token-rejected'],
  site: { console: { token: 'the-right-one' } },
  profile: { console: { apiToken: { env: 'LAB_TOKEN' } } },
  run: { environment: { LAB_TOKEN: 'another-one' } },
};
