import type { Scenario } from '../../scenario.ts';
import { playDirectory } from '../../site-faults.ts';

export const scenario: Scenario = {
  about: 'The account does not exist, and the domain controller says so',
  expects: ['bind-no-such-user'],
  breaks: (lab) => playDirectory(lab, 'bind-no-such-user'),
  profile: {
    activeDirectory: {
      servers: ['dc1.lab.test'],
      security: 'plain',
      username: 'airway@practice.example',
      password: { env: 'LAB_PASSWORD' },
    },
  },
};
