import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The proxy grants tunnels and cuts them when something else than TLS comes through',
  expects: ['proxy-cuts-tunnel'],
  site: { proxy: { stand: 'proxy-tls-only' } },
  breaks: (lab) => lab.filters('ip daddr 10.99.2.2 drop'),
};
