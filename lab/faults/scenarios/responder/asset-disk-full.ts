import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The disk of the Responder’s folder is full',
  expects: ['asset-disk-full'],
  breaks: (lab) => lab.hasResponder({ isDiskFull: true }),
};
