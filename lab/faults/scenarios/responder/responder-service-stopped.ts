import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The Responder’s service was stopped by hand and does not start by itself',
  expects: ['responder-service-stopped'],
  breaks: (lab) => lab.hasResponder({ service: 'stopped' }),
};
