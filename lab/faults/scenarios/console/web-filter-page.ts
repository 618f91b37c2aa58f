import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A web filter answers in the Console’s place with its block page',
  expects: ['web-filter-page'],
  site: {
    console: {
      answer:
        "default_type text/html; return 403 '<html><head><title>Web Filter Violation</title></head><body><h1>FortiGuard Intrusion Prevention - Access Blocked</h1><h2>Web Page Blocked!</h2></body></html>';",
    },
  },
};
