import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'No Responder is on the asset, and everything that it needs is there',
  expects: ['responder-not-installed'],
};
