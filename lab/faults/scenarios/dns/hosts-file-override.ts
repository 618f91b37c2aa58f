import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A line in this machine’s hosts file sends the Console’s name elsewhere',
  expects: ['hosts-file-override'],
  breaks: async (lab) => lab.etc('hosts', '127.0.0.1 localhost\n10.99.2.3 console.lab.test\n'),
};
