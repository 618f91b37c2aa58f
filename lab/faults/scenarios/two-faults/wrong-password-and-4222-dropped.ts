import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The account’s password is wrong, and a firewall drops 4222',
  expects: ['bind-wrong-password', 'real-time-port-blocked'],
  site: { directory: {} },
  breaks: (lab) => lab.filters('tcp dport 4222 drop'),
  run: { environment: { LAB_PASSWORD: 'not-the-password' } },
};
