import type { PracticeFault } from './fault.ts';
import type { ProxyPlan } from './site-plan.ts';

const proxyFault = (
  fault: Pick<PracticeFault, 'id' | 'title' | 'breaks'>,
  behaviour: ProxyPlan['behaviour'],
): PracticeFault => ({
  ...fault,
  port: null,
  part: 'proxy',
  hides: [],
  change: (plan) => ({ ...plan, proxy: { scheme: 'http', behaviour } }),
});

/** Faults of a proxy that the profile names; without one of them the site has no proxy. */
export const PROXY_FAULTS: readonly PracticeFault[] = [
  proxyFault(
    {
      id: 'proxy-login-required',
      title: 'The proxy wants a login',
      breaks: 'The site is reached through a proxy that answers 407 to everybody.',
    },
    'login',
  ),
  proxyFault(
    {
      id: 'proxy-forbids-port',
      title: 'The proxy forbids all ports but one',
      breaks: 'The proxy lets tunnels to the primary port through and answers 403 for every other port.',
    },
    'forbids-others',
  ),
  proxyFault(
    {
      id: 'proxy-cannot-connect',
      title: 'The proxy cannot reach the Console',
      breaks: 'The proxy answers 503 and says that its own connection to the Console timed out.',
    },
    'cannot-connect',
  ),
  proxyFault(
    {
      id: 'proxy-cannot-resolve',
      title: 'The proxy does not know the name of the Console',
      breaks: 'The proxy answers 503 and says that it did not find the name of the Console.',
    },
    'cannot-resolve',
  ),
  proxyFault(
    {
      id: 'proxy-down',
      title: 'The proxy is not there',
      breaks: 'The profile names a proxy, and nothing listens on its port.',
    },
    'closed',
  ),
  proxyFault(
    {
      id: 'proxy-cuts-tunnel',
      title: 'The proxy lets nothing but TLS through its tunnels',
      breaks: 'The proxy grants every tunnel and resets the connection at the first octet that is not TLS.',
    },
    'cuts-what-is-not-tls',
  ),
];
