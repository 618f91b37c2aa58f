import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'This machine’s clock is 400 days behind, and a firewall drops 4222',
  expects: ['clock-wrong', 'real-time-port-blocked'],
  breaks: (lab) => lab.filters('tcp dport 4222 drop'),
  run: { clock: '-400d' },
};
