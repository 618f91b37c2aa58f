import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The name has an IPv6 address too, and IPv6 is dropped on the way',
  expects: ['ipv6-broken'],
  site: { dns: { console: ['10.99.2.2', 'fd99:2::2'] } },
  breaks: (lab) => lab.filters('ip6 daddr fd99:2::2 drop'),
};
