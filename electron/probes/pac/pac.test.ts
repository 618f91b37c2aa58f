import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PacOutcome, pacOutcomeSchema } from '../../contract/outcomes/pac.ts';
import type { ProbeContext } from '../probe.ts';
import { freePorts } from '../testing/free-ports.ts';
import { isNginxMissing, type Nginx, startNginx } from '../testing/nginx.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { type LoopbackServer, rawServer } from '../testing/tls-loopback-servers.ts';
import { pacFile } from './pac.ts';

const root = makeAuthority({ commonName: 'Site Root' });
const site = issue(root, { dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'] });
const GOOD = 'function FindProxyForURL(url, host) { return "PROXY proxy.example.com:3128; DIRECT"; }\n';

async function ask(
  url: string,
  { deadlineMs = 3000, caPem, ...rest }: Partial<ProbeContext> & { caPem?: string } = {},
): Promise<PacOutcome> {
  const input = {
    url,
    namedBy: ['profile'],
    host: 'console.example.com',
    ports: [443, 8443],
    ...(caPem === undefined ? {} : { caPem }),
  };
  const outcome = pacOutcomeSchema.parse(await pacFile.run(input, testContext(deadlineMs, rest)));
  const verdict = pacFile.judge(outcome);
  expect(verdict.reason).not.toMatch(/undefined|NaN|\[object/);
  expect(verdict.status).toBe(
    outcome.code === 'usable' ? 'passed' : outcome.code === 'not-evaluated' ? 'warned' : 'failed',
  );
  return outcome;
}

describe.skipIf(isNginxMissing())('a PAC file on nginx', () => {
  let nginx: Nginx<'plain' | 'tls'>;
  beforeAll(async () => {
    nginx = await startNginx({
      ports: ['plain', 'tls'],
      files: {
        'site.pem': site.fullChainPem,
        'site.key': site.privateKeyPem,
        'good.pac': GOOD,
        'big.pac': `${GOOD}// ${'x'.repeat(1_100_000)}\n`,
        'page.html': '<!doctype html><title>Not found</title>',
        'empty.pac': ' \n',
        'broken.pac': 'function FindProxyForURL(url, host) {\n  return "DIRECT"\n',
        'none.pac': 'var a = 1;',
        'throws.pac': 'function FindProxyForURL(url, host) { return nobody.knows }',
        'object.pac': 'function FindProxyForURL(url, host) { return [] }',
        'loop.pac': 'function FindProxyForURL(url, host) { for (;;); }',
        'new.pac': 'class A {}\nfunction FindProxyForURL(url, host) { return "DIRECT" }',
        'resolves.pac':
          'function FindProxyForURL(url, host) { return isResolvable("localhost") ? "DIRECT" : "PROXY a:1" }',
      },
      http: ({ plain, tls }) => `
        server {
          listen 127.0.0.1:${plain};
          listen 127.0.0.1:${tls} ssl; ssl_certificate site.pem; ssl_certificate_key site.key;
          root .;
          types { application/x-ns-proxy-autoconfig pac; text/html html; }
          location /once { return 302 /good.pac; }
          location /twice { return 301 http://127.0.0.1:${plain}/once?token=secret; }
          location /circle { return 302 /circle; }
          location /to-file { return 302 file:///etc/hostname; }
          location /to-ftp { return 302 ftp://127.0.0.1/a.pac; }
          location /forbidden { return 403 'no'; }
        }`,
    });
  });
  afterAll(() => nginx.stop());
  const url = (path: string): string => `http://127.0.0.1:${nginx.ports.plain}/${path}`;

  it('is fetched, carried out and described', async () => {
    const outcome = await ask(`${url('good.pac')}?user=secret`);
    expect(outcome).toMatchObject({
      code: 'usable',
      url: url('good.pac'),
      namedBy: ['profile'],
      fetch: {
        status: 200,
        contentType: 'application/x-ns-proxy-autoconfig',
        sizeBytes: GOOD.length,
        redirects: [],
      },
      answers: [443, 8443].map((port) => ({
        port,
        ways: [{ scheme: 'http', host: 'proxy.example.com', port: 3128 }, 'direct'],
        result: 'PROXY proxy.example.com:3128; DIRECT',
      })),
    });
    expect(outcome.fetch.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(outcome.start).toBe(GOOD);
    expect(JSON.stringify(outcome)).not.toContain('secret');
    expect(pacFile.judge(outcome).reason).toContain(
      'says for console.example.com: proxy.example.com:3128, then direct',
    );
  });

  it('is followed through redirects, whose queries stay out of the outcome', async () => {
    const outcome = await ask(url('twice'));
    expect(outcome).toMatchObject({ code: 'usable', fetch: { redirects: [url('once'), url('good.pac')] } });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it('is fetched by https where its certificate can be verified, and not elsewhere', async () => {
    const secure = `https://127.0.0.1:${nginx.ports.tls}/good.pac`;
    expect((await ask(secure, { caPem: root.certificatePem })).code).toBe('usable');
    const untrusted = await ask(secure);
    expect(untrusted.code).toBe('not-fetched');
    expect(untrusted.error?.errno).toMatch(/UNABLE_TO|SELF_SIGNED/);
  });

  it.each([
    ['http-error', 'missing.pac'],
    ['http-error', 'forbidden'],
    ['too-many-redirects', 'circle'],
    ['refused', 'to-file'],
    ['refused', 'to-ftp'],
    ['too-large', 'big.pac'],
    ['not-a-script', 'page.html'],
    ['not-a-script', 'empty.pac'],
    ['syntax-error', 'broken.pac'],
    ['no-function', 'none.pac'],
    ['threw', 'throws.pac'],
    ['bad-result', 'object.pac'],
    ['exhausted', 'loop.pac'],
    ['not-evaluated', 'new.pac'],
  ])('is %s for %s', async (code, path) => {
    const outcome = await ask(url(path));
    expect(outcome.code).toBe(code);
    expect(outcome.answers).toEqual([]);
  });

  it('has names looked up by this machine', async () => {
    const outcome = await ask(url('resolves.pac'));
    expect(outcome.lookups.map(({ hostname }) => hostname)).toEqual(['localhost']);
    expect(outcome.answers[0]?.ways).toEqual(['direct']);
  });
});

describe('a PAC file from elsewhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'airway-pac-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const fileUrl = (name: string, text?: string): string => {
    const path = join(folder, name);
    if (text !== undefined) writeFileSync(path, text);
    return pathToFileURL(path).href;
  };

  it('is read from a local file', async () => {
    expect(await ask(fileUrl('local.pac', `\ufeff${GOOD}`))).toMatchObject({
      code: 'usable',
      fetch: { sizeBytes: GOOD.length + 3 },
    });
    expect(await ask(fileUrl('missing.pac'))).toMatchObject({
      code: 'not-fetched',
      error: { errno: 'ENOENT' },
    });
    expect((await ask(pathToFileURL(folder).href)).code).toBe('not-fetched');
    expect((await ask(fileUrl('long.pac', 'x'.repeat(1_100_000)))).code).toBe('too-large');
  });

  it.each([
    ['small', '-----BEGIN PRIVATE KEY-----\ngeheim-4711\n'],
    ['empty', ''],
    ['large', `geheim-4711 ${'x'.repeat(1_100_000)}`],
    ['a page', '<html>geheim-4711</html>'],
  ])('says nothing of a local file that is none: %s', async (name, text) => {
    const outcome = await ask(fileUrl(`${name}.txt`, text));
    expect(['not-a-script', 'too-large']).toContain(outcome.code);
    expect(JSON.stringify(outcome)).not.toMatch(/geheim|PRIVATE|html/);
    expect(outcome.fetch.sha256).toBeUndefined();
  });

  it.each([
    'data:application/x-ns-proxy-autoconfig,function FindProxyForURL() { return "DIRECT" }',
    'file://server/share/proxy.pac',
    'ftp://127.0.0.1/proxy.pac',
    'javascript:alert(1)',
    'no address',
    'http://user:se/cret@127.0.0.1/',
  ])('is not fetched by %s', async (url) => {
    const outcome = await ask(url);
    expect(outcome.code).toBe('refused');
    expect(JSON.stringify(outcome)).not.toMatch(/FindProxy|cret/);
  });

  it('is not fetched where nobody listens', async () => {
    const [port = 0] = await freePorts(1);
    expect(await ask(`http://127.0.0.1:${port}/proxy.pac`)).toMatchObject({
      code: 'not-fetched',
      error: { errno: 'ECONNREFUSED' },
    });
  });
});

describe('a hostile server of a PAC file', () => {
  const servers: LoopbackServer[] = [];
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.close()));
  });
  async function hostile(serve: (socket: Socket) => void): Promise<string> {
    const server = await rawServer(serve);
    servers.push(server);
    return `http://127.0.0.1:${server.port}/proxy.pac`;
  }
  const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n';

  it.each<[string, string, (socket: Socket) => void]>([
    ['not-fetched', 'says nothing', () => undefined],
    ['not-fetched', 'hangs up', (socket) => socket.once('data', () => socket.end())],
    ['not-fetched', 'speaks another protocol', (socket) => void socket.write('SSH-2.0-x\r\n')],
    [
      'not-fetched',
      'sends a byte at a time',
      (socket) => {
        socket.write(HEAD);
        const drip = setInterval(() => socket.write('/'), 20);
        socket.once('close', () => clearInterval(drip));
      },
    ],
    [
      'not-fetched',
      'breaks off in the middle',
      (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nfunction'),
    ],
    [
      'too-large',
      'sends without an end',
      (socket) => {
        const block = Buffer.alloc(65_536, '/');
        const send = (): void => {
          while (!socket.destroyed && socket.write(block));
        };
        socket.on('drain', send);
        socket.write(HEAD);
        send();
      },
    ],
    [
      'not-fetched',
      'has a head without an end',
      (socket) => void socket.write(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(100_000)}`),
    ],
  ])('ends with %s when it %s', async (code, _what, serve) => {
    const outcome = await ask(await hostile(serve), { deadlineMs: 400 });
    expect(outcome.code).toBe(code);
    expect(outcome.fetch.sizeBytes).toBeLessThan(1_200_000);
  });

  it('is left at once when the run is cancelled', async () => {
    const abort = new AbortController();
    const url = await hostile(() => abort.abort());
    const outcome = await ask(url, { deadlineMs: 60_000, signal: abort.signal });
    expect(outcome).toMatchObject({ code: 'not-fetched', error: { errno: 'ECANCELED' } });
    expect(await ask(url, { deadlineMs: 60_000, signal: AbortSignal.abort() })).toMatchObject({
      code: 'not-fetched',
    });
  });
});
