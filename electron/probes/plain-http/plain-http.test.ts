import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlainHttpOutcome, plainHttpOutcomeSchema } from '../../contract/outcomes/plain-http.ts';
import type { ProbeContext } from '../probe.ts';
import { freePorts } from '../testing/free-ports.ts';
import { isNginxMissing, type Nginx, startNginx } from '../testing/nginx.ts';
import { isAcceleratorMissing, startAccelerator } from '../testing/squid-accelerator.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { type LoopbackServer, rawServer } from '../testing/tls-loopback-servers.ts';
import { plainHttp } from './plain-http.ts';
import { proxyMarks } from './proxy-marks.ts';

async function ask(
  port: number,
  {
    path = '/',
    host = 'console.test',
    role = 'console',
    deadlineMs = 3000,
    ...rest
  }: Partial<ProbeContext> & {
    path?: string;
    host?: string;
    role?: PlainHttpOutcome['role'];
  } = {},
): Promise<PlainHttpOutcome> {
  const input = { role, url: `http://${host}:${port}${path}`, address: '127.0.0.1' };
  const outcome = plainHttpOutcomeSchema.parse(await plainHttp.run(input, testContext(deadlineMs, rest)));
  expect(plainHttp.judge(outcome).reason).not.toMatch(/undefined|NaN|\[object/);
  return outcome;
}

const statusOf = (outcome: PlainHttpOutcome): string => plainHttp.judge(outcome).status;

const servers: LoopbackServer[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});
async function raw(serve: (socket: Socket) => void): Promise<number> {
  const server = await rawServer(serve);
  servers.push(server);
  return server.port;
}

describe.skipIf(isNginxMissing())('the Console in clear text on nginx', () => {
  let nginx: Nginx<'site' | 'portal'>;
  beforeAll(async () => {
    nginx = await startNginx({
      ports: ['site', 'portal'],
      http: ({ site, portal }) => `
        server { listen 127.0.0.1:${site}; default_type text/html;
          location = / { return 301 https://$host:8443/; }
          location = /slash { return 302 /elsewhere; }
          location = /page { add_header Set-Cookie sid=geheim; return 200 '<title>Hello</title>'; }
          location = /wanted { return 511 '<title>Sign in</title>'; }
        }
        server { listen 127.0.0.1:${portal}; location / { return 302 http://portal.test/login?from=geheim; } }`,
    });
  });
  afterAll(() => nginx.stop());

  it('sends to https on the same host, which is as it should be', async () => {
    const outcome = await ask(nginx.ports.site);
    expect(outcome).toMatchObject({
      code: 'to-https',
      status: 301,
      location: 'https://console.test:8443/',
      proxyMarks: [],
    });
    expect(statusOf(outcome)).toBe('passed');
  });

  it('may have a page of its own', async () => {
    const page = await ask(nginx.ports.site, { path: '/page?token=geheim' });
    expect(page).toMatchObject({ code: 'answered', status: 200, title: 'Hello' });
    expect(JSON.stringify(page)).not.toContain('geheim');
    for (const { base64 } of page.raw) expect(atob(base64)).not.toContain('geheim');
    expect(statusOf(page)).toBe('passed');
    expect((await ask(nginx.ports.site, { path: '/slash' })).code).toBe('answered');
  });

  it('is answered by a portal in its place', async () => {
    const sent = await ask(nginx.ports.portal);
    expect(sent).toMatchObject({ code: 'elsewhere', location: 'http://portal.test/login' });
    expect(statusOf(sent)).toBe('warned');
    expect(JSON.stringify(sent)).not.toContain('geheim');
    const wanted = await ask(nginx.ports.site, { path: '/wanted' });
    expect(wanted).toMatchObject({ code: 'login-wanted', status: 511, title: 'Sign in' });
    expect(statusOf(wanted)).toBe('failed');
  });

  it.skipIf(isAcceleratorMissing())('bears the marks of squid where squid is in the way', async () => {
    const squid = await startAccelerator(nginx.ports.site);
    try {
      const outcome = await ask(squid.port, { path: '/page' });
      expect(outcome.proxyMarks).toContainEqual(expect.stringMatching(/^via: 1\.1 gateway\.test \(squid/));
      expect(outcome.proxyMarks).toContainEqual(expect.stringMatching(/^x-cache: MISS from gateway\.test/));
      expect(statusOf(outcome)).toBe('warned');
      expect(plainHttp.judge(outcome).reason).toContain('with the mark of a proxy');
    } finally {
      await squid.stop();
    }
  });
});

describe('a host in clear text', () => {
  it('may be closed, which is no fault', async () => {
    const [port = 0] = await freePorts(1);
    const outcome = await ask(port);
    expect(outcome).toMatchObject({ code: 'closed', error: { errno: 'ECONNREFUSED' } });
    expect(plainHttp.judge(outcome)).toEqual({
      status: 'passed',
      reason: `127.0.0.1:${port} is closed; a Console needs no clear text, so this is no fault`,
    });
  });

  it.each<[PlainHttpOutcome['code'], string, (socket: Socket) => void]>([
    ['no-answer', 'says nothing', () => undefined],
    ['not-http', 'hangs up', (socket) => void socket.once('data', () => socket.end())],
    ['not-http', 'speaks another protocol', (socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n')],
    [
      'no-answer',
      'sends its head a byte at a time',
      (socket) => {
        const drip = setInterval(() => socket.write('H'), 20);
        socket.write('HTTP/1.1 200 OK\r\nX: ');
        socket.once('close', () => clearInterval(drip));
      },
    ],
    [
      'answered',
      'sends a page without an end',
      (socket) => {
        const block = Buffer.alloc(65_536, 'x');
        const send = (): void => {
          while (!socket.destroyed && socket.write(block));
        };
        socket.on('drain', send);
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        send();
      },
    ],
  ])('is %s when it %s', async (code, _what, serve) => {
    const outcome = await ask(await raw(serve), { deadlineMs: 300 });
    expect(outcome.code).toBe(code);
    expect(outcome.bodyBytes).toBeLessThan(100_000);
  });

  it('is left at once when the run is cancelled', async () => {
    const abort = new AbortController();
    const port = await raw(() => abort.abort());
    expect((await ask(port, { deadlineMs: 60_000, signal: abort.signal })).code).toBe('no-answer');
    const cancelled = await ask(port, { deadlineMs: 60_000, signal: AbortSignal.abort() });
    expect(cancelled).toMatchObject({ code: 'no-answer', error: { errno: 'ECANCELED' } });
  });

  it('is looked up where no address is given', async () => {
    const port = await raw((socket) => void socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
    const run = (url: string) =>
      plainHttp
        .run({ role: 'sentinel', url }, testContext(3000))
        .then((seen) => plainHttpOutcomeSchema.parse(seen));
    expect(await run(`http://127.0.0.1:${port}/generate_204`)).toMatchObject({
      code: 'answered',
      status: 204,
    });
    expect(await run(`http://localhost:${port}/`)).toMatchObject({
      address: expect.stringMatching(/^(127|::)/),
    });
    const unknown = await run('http://nowhere.invalid/');
    expect(unknown).toMatchObject({ code: 'no-answer', address: '' });
    expect(plainHttp.judge(unknown).reason).toContain('http://nowhere.invalid/ gave no answer');
  });
});

describe('marks of a proxy', () => {
  it('are headers that only somebody in between adds, and names of products that stand nowhere else', () => {
    expect(
      proxyMarks([
        ['server', 'nginx'],
        ['via', '1.1 gateway'],
        ['x-cache', 'MISS from gateway'],
        ['server', 'squid/5.7'],
        ['content-type', 'text/html'],
      ]),
    ).toEqual(['via: 1.1 gateway', 'x-cache: MISS from gateway', 'server: squid/5.7']);
    expect(
      proxyMarks([
        ['server', 'Apache'],
        ['x-powered-by', 'Express'],
      ]),
    ).toEqual([]);
  });
});
