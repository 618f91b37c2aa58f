import type { Scenario } from '../../scenario.ts';
import { moveClientToOtherSite } from '../../site-faults.ts';

export const scenario: Scenario = {
  about: 'This machine’s network belongs to another site than the domain controller’s',
  expects: ['distant-domain-controller'],
  site: { directory: {} },
  breaks: (lab) => moveClientToOtherSite(lab),
};
