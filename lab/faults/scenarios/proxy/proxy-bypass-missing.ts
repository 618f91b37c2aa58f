import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about: 'The environment sends the Console through a proxy that cannot reach it; directly it is there',
  expects: ['proxy-bypass-missing'],
  allows: ['proxy-forbids-port'],
  site: { proxy: { config: 'http_access deny CONNECT' } },
  profile: { proxy: null },
  run: { environment: { https_proxy: 'http://10.99.2.28:3128' } },
};
