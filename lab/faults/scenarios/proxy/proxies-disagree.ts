import type { Scenario } from '../../scenario.ts';

export const scenario: Scenario = {
  about:
    'The desktop’s setting names a proxy for the Console, and the environment of services another; both work',
  expects: ['proxies-disagree'],
  site: { proxy: { config: 'http_port 10.99.2.28:3129' } },
  breaks: async (lab) =>
    lab.desktopSays(
      "org.gnome.system.proxy mode 'manual'\norg.gnome.system.proxy.https host 'proxy.lab.test'\norg.gnome.system.proxy.https port 3129\n",
    ),
  profile: { proxy: null },
  run: { environment: { https_proxy: 'http://10.99.2.28:3128' } },
};
