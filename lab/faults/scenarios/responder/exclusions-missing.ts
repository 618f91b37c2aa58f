import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The endpoint protection of the asset does not leave out the Responder’s folder',
  expects: ['exclusions-missing'],
  breaks: (lab) => lab.hasResponder({ isExcluded: false }),
};
