import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'An asset with a Responder whose service runs',
  expects: [],
  breaks: (lab) => lab.hasResponder(),
};
