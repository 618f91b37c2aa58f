import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The resolver sends the Console’s name to the null address of a filter',
  expects: ['dns-sinkhole'],
  site: { dns: { console: ['0.0.0.0'] } },
};
