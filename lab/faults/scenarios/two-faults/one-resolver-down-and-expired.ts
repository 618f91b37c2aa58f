import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The second resolver does not run, and the Console’s certificate has run out',
  expects: ['certificate-expired', 'resolver-down'],
  site: { console: { certificate: { notAfterDays: -2 } } },
  breaks: async (lab) =>
    lab.etc('resolv.conf', 'nameserver 10.99.2.53\nnameserver 10.99.2.2\noptions timeout:1 attempts:2\n'),
};
