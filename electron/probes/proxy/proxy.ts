import type { ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import { endpoint } from '../../contract/spoken.ts';
import { defineProbe } from '../probe.ts';
import type { ProxyInput } from './proxy-input.ts';
import { judgeProxy } from './proxy-verdict.ts';

/**
 * The way to one host and port through one proxy: CONNECT in clear or inside TLS (RFC 9110 §9.3.6), or SOCKS5 (RFC 1928), and
 * then one handshake or one NATS greeting inside the tunnel. A login is sent at most once in a run, by Basic or by user name
 * (RFC 1929), and only when the proxy asks for it; NTLM and Negotiate are recognised and never answered.
 */
export const throughProxy = defineProbe<ProxyInput, ProxyOutcome>({
  id: 'proxy',
  deadlineMs: 5000,
  awaiting: ({ proxy, target }) =>
    `what ${endpoint(proxy.host, proxy.port)} says to a tunnel to ${endpoint(target.host, target.port)}`,
  run: async (input, context) => {
    // Loaded when the first proxy is asked: the trust stores behind it take longer than starting up.
    const { observeProxy } = await import('./proxy-observation.ts');
    return observeProxy(input, context);
  },
  judge: judgeProxy,
});
