import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'A proxy that wants a login, which the profile has',
  expects: [],
  site: { proxy: { login: 'engineer:lab-proxy-pass' } },
  breaks: (lab) => lab.filters('ip daddr 10.99.2.2 drop'),
  profile: { proxy: { url: 'http://engineer:lab-proxy-pass@10.99.2.28:3128' } },
};
