import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { CauseId } from '../../electron/contract/cause-ids.ts';
import { type PracticeSite, startPracticeSite } from './practice-site.ts';
import { WAY_FAULTS } from './way-faults.ts';
import { getHttps, talkTcp } from './wire-client.ts';

/** Every fault on the way is seen here with clients that know nothing of Airway. */

let site: PracticeSite | undefined;
afterEach(() => site?.stop());

const portsOf = ({ profile }: PracticeSite) => {
  const { primary = 0, alternate, plain } = profile.console?.ports ?? {};
  return { primary, alternate: alternate ?? 0, plain: plain ?? 0 };
};

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

const get = (url: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request(url, { agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    })
      .once('error', reject)
      .end();
  });

const inClear = (running: PracticeSite) => get(`http://127.0.0.1:${portsOf(running).plain}/`);

/** What a program of Windows prints there. */
const printed = ({ proxySources }: PracticeSite, program: string, ...args: string[]) =>
  proxySources.run(`C:\\Windows\\System32\\${program}`, args, new AbortController().signal);

/** The proxy that services are told to use makes tunnels to the Console, and to nothing else. */
async function tunnelAnswer(running: PracticeSite, target: string): Promise<string> {
  const [, port = ''] =
    /127\.0\.0\.1:(\d+)/.exec(await printed(running, 'netsh.exe', 'winhttp', 'show', 'proxy')) ?? [];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.once('connect', () => socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`));
    socket.once('data', (bytes) => {
      resolve(bytes.toString('latin1').split('\r\n', 1)[0] ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

const ON_THE_WIRE: Partial<Record<CauseId, (running: PracticeSite) => Promise<void>>> = {
  'pac-unusable': async (running) => {
    const { proxy } = running.profile;
    const file = await get(proxy !== undefined && 'pacUrl' in proxy ? proxy.pacUrl : '');
    expect(file).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/x-ns-proxy-autoconfig' },
    });
    expect(() => new Function(file.body)).toThrow(SyntaxError);
  },
  'proxies-disagree': async (running) => {
    const { primary } = portsOf(running);
    expect(await tunnelAnswer(running, `localhost:${primary}`)).toBe('HTTP/1.1 200 Connection established');
    expect(await tunnelAnswer(running, 'example.com:443')).toMatch(/^HTTP\/1\.1 403/);
    expect(await printed(running, 'reg.exe', 'query', 'HKCU')).toContain('ProxyEnable    REG_DWORD    0x0');
  },
  'proxy-bypass-missing': async (running) => {
    expect(await printed(running, 'netsh.exe', 'winhttp', 'show', 'proxy')).toContain('10.*;192.168.*');
    expect(await tunnelAnswer(running, `localhost:${portsOf(running).primary}`)).toMatch(/ 200 /);
  },
  'transparent-proxy': async (running) => {
    const { status, headers } = await inClear(running);
    expect(status).toBe(301);
    expect(headers['via']).toContain('squid');
    const direct = await getHttps(portsOf(running).primary, '/', { caPem: running.caPem });
    expect(direct.headers.via).toBeUndefined();
  },
  'captive-portal': async (running) => {
    expect(await inClear(running)).toMatchObject({
      status: 302,
      headers: { location: 'http://portal.practice.invalid/login' },
    });
    for (const port of [portsOf(running).primary, portsOf(running).alternate])
      expect(await talkTcp({ port })).toMatchObject({ ended: 'fin' });
  },
};

describe('faults on the way', () => {
  it('have an assertion each', () => {
    expect(Object.keys(ON_THE_WIRE).sort()).toEqual(WAY_FAULTS.map(({ id }) => id).sort());
  });

  it.each(WAY_FAULTS.map(({ id }) => id))('%s is seen on the wire', async (id) => {
    site = await startPracticeSite([id]);
    await ON_THE_WIRE[id]?.(site);
  });

  it('are none on a healthy site: clear text is sent to https, and no setting names a proxy', async () => {
    site = await startPracticeSite([]);
    const { status, headers } = await inClear(site);
    expect(status).toBe(301);
    expect(headers).toMatchObject({ location: `https://127.0.0.1:${portsOf(site).primary}/` });
    expect(headers['via']).toBeUndefined();
    expect(await printed(site, 'netsh.exe', 'winhttp', 'show', 'proxy')).toContain('Direct access');
    await expect(printed(site, 'scutil')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
