import type { ProxyServer } from '../../contract/outcomes/proxy-server.ts';
import type { ProxyLogin } from './proxy-login.ts';

/** What to ask of which proxy. */
export interface ProxyInput {
  readonly proxy: ProxyServer;
  /** The address of the proxy to connect to. */
  readonly address: string;
  readonly target: { readonly host: string; readonly port: number; readonly protocol: 'tls' | 'nats' };
  /** Present where the login among the secrets is for this proxy, and shared by all checks through it. */
  readonly login?: ProxyLogin;
  /** The profile's CA file, PEM. */
  readonly caPem?: string;
}
