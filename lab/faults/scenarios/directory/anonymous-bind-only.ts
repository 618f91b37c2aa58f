import type { Scenario } from '../../scenario.ts';
import { playDirectory } from '../../site-faults.ts';

export const scenario: Scenario = {
  about: 'The directory takes the login and treats it as anonymous',
  expects: ['anonymous-bind-only'],
  breaks: (lab) => playDirectory(lab, 'anonymous-bind-only'),
  profile: {
    activeDirectory: {
      servers: ['dc1.lab.test'],
      security: 'plain',
      username: 'airway@practice.example',
      password: { env: 'LAB_PASSWORD' },
    },
  },
};
