import { connect as connectTcp } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { CauseId } from '../../electron/contract/cause-ids.ts';
import { type PracticeSite, startPracticeSite } from './practice-site.ts';
import { PROXY_FAULTS } from './proxy-faults.ts';
import { getHttps } from './wire-client.ts';

/** Every fault of the proxy is seen here with a client that knows nothing of Airway. */

let site: PracticeSite | undefined;
afterEach(() => site?.stop());

const portsOf = ({ profile }: PracticeSite) => {
  const { primary = 0, alternate, tasks } = profile.console?.ports ?? {};
  const url = profile.proxy !== undefined && 'url' in profile.proxy ? profile.proxy.url : '';
  return { primary, alternate: alternate ?? 0, tasks: tasks ?? 0, proxy: Number(new URL(url).port) };
};

/** Sends CONNECT for a port, then what is to go through the tunnel; everything that came back until the end or silence. */
const through = (proxy: number, port: number, send = ''): Promise<string> =>
  new Promise((resolve) => {
    const socket = connectTcp({ port: proxy, host: '127.0.0.1' });
    let said = '';
    const end = (how: string): void => {
      socket.destroy();
      resolve(`${said}<${how}>`);
    };
    const timer = setTimeout(() => end('silent'), 300);
    socket.once('close', () => clearTimeout(timer));
    socket.on('data', (bytes) => {
      if (said === '' && send !== '') socket.write(send);
      said += bytes.toString('latin1');
    });
    socket.once('end', () => end('fin'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'error'));
    socket.write(`CONNECT localhost:${port} HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
  });

type Ports = ReturnType<typeof portsOf>;

const ON_THE_WIRE: Partial<Record<CauseId, (ports: Ports) => Promise<void>>> = {
  'proxy-login-required': async ({ proxy, primary }) => {
    expect(await through(proxy, primary)).toMatch(/^HTTP\/1\.1 407 .*\r\nProxy-Authenticate: Basic realm=/s);
  },
  'proxy-forbids-port': async ({ proxy, primary, alternate, tasks }) => {
    expect(await through(proxy, primary)).toMatch(/^HTTP\/1\.1 200 Connection established\r\n\r\n<silent>$/);
    for (const port of [alternate, tasks]) expect(await through(proxy, port)).toMatch(/^HTTP\/1\.1 403 /);
  },
  'proxy-cannot-connect': async ({ proxy, primary }) => {
    expect(await through(proxy, primary)).toMatch(/^HTTP\/1\.1 503 .*ERR_CONNECT_FAIL 110\r\n/s);
  },
  'proxy-cannot-resolve': async ({ proxy, primary }) => {
    expect(await through(proxy, primary)).toMatch(/^HTTP\/1\.1 503 .*ERR_DNS_FAIL 0\r\n/s);
  },
  'proxy-down': async ({ proxy, primary }) => {
    expect(await through(proxy, primary)).toBe('<ECONNREFUSED>');
  },
  'proxy-cuts-tunnel': async ({ proxy, primary, tasks }) => {
    expect(await through(proxy, tasks)).toMatch(/^HTTP\/1\.1 200 .*<ECONNRESET>$/s);
    expect(await through(proxy, primary, 'GET / HTTP/1.1\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 200 .*<ECONNRESET>$/s,
    );
  },
};

describe('faults of the proxy', () => {
  it('have an assertion each', () => {
    expect(Object.keys(ON_THE_WIRE).sort()).toEqual(PROXY_FAULTS.map(({ id }) => id).sort());
  });

  it.each(PROXY_FAULTS.map(({ id }) => id))(
    '%s is seen on the wire, beside a healthy Console',
    async (id) => {
      site = await startPracticeSite([id]);
      const ports = portsOf(site);
      await ON_THE_WIRE[id]?.(ports);
      expect((await getHttps(ports.primary, '/', { caPem: site.caPem })).status).toBe(200);
    },
  );

  it('let nobody use the proxy for anything but the site', async () => {
    site = await startPracticeSite(['proxy-cuts-tunnel']);
    const { proxy } = portsOf(site);
    expect(await through(proxy, proxy)).toMatch(/^HTTP\/1\.1 403 /);
    expect(await through(proxy, 22)).toMatch(/^HTTP\/1\.1 403 /);
  });
});
