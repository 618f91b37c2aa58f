import { type ProxyOutcome, proxyOutcomeSchema } from '../../contract/outcomes/proxy.ts';
import type { Secrets } from '../../contract/profile.ts';
import type { ProbeContext } from '../probe.ts';
import { throughProxy } from '../proxy/proxy.ts';
import type { ProxyInput } from '../proxy/proxy-input.ts';
import { ProxyLogin } from '../proxy/proxy-login.ts';
import { testContext } from './tcp-test-context.ts';

/** What a test asks of a proxy on loopback; without more, HTTPS at localhost. */
export interface Asked {
  readonly proxyPort: number;
  readonly scheme?: ProxyInput['proxy']['scheme'];
  readonly host?: string;
  readonly port?: number;
  readonly protocol?: 'tls' | 'nats';
  readonly caPem?: string;
  readonly login?: Secrets['proxyLogin'];
  /** Shared between several askings; a new one for each unless told. */
  readonly shared?: ProxyLogin;
  readonly deadlineMs?: number;
  readonly context?: Partial<ProbeContext>;
}

/** Asks the proxy once, and checks that the outcome is of its schema and that no word of the login is in it. */
export async function askProxy(asked: Asked): Promise<ProxyOutcome> {
  const {
    proxyPort,
    scheme = 'http',
    host = 'localhost',
    port = 443,
    protocol = 'tls',
    caPem,
    login,
  } = asked;
  const { shared = new ProxyLogin(), deadlineMs = 3000, context = {} } = asked;
  const outcome = await throughProxy.run(
    {
      proxy: { scheme, host: '127.0.0.1', port: proxyPort },
      address: '127.0.0.1',
      target: { host, port, protocol },
      ...(login === undefined ? {} : { login: shared }),
      ...(caPem === undefined ? {} : { caPem }),
    },
    testContext(deadlineMs, {
      ...(login === undefined ? {} : { secrets: { proxyLogin: login } }),
      ...context,
    }),
  );
  if (login !== undefined) refuseSecret(outcome, login);
  return proxyOutcomeSchema.parse(outcome);
}

function refuseSecret(
  outcome: ProxyOutcome,
  { username, password }: NonNullable<Secrets['proxyLogin']>,
): void {
  const wire = outcome.raw.map(({ base64 }) => Buffer.from(base64, 'base64').toString('latin1'));
  const text = `${JSON.stringify(outcome)}${wire.join('\n')}${throughProxy.judge(outcome).reason}`;
  const basic = Buffer.from(`${username}:${password}`).toString('base64').replace(/=+$/, '');
  for (const secret of [password, basic])
    if (text.includes(secret)) throw new Error('the outcome holds the login');
}
