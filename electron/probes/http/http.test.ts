import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpOutcome, httpOutcomeSchema } from '../../contract/outcomes/http.ts';
import { isNginxMissing, type Nginx, startNginx } from '../testing/nginx.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { type LoopbackServer, rawServer } from '../testing/tls-loopback-servers.ts';
import { httpGet } from './http.ts';

const root = makeAuthority({ commonName: 'Site Root' });
const site = issue(root, { dnsNames: ['console.test'] });
const PORTS = ['site', 'mutual', 'plain'] as const;

describe.skipIf(isNginxMissing())('httpGet with nginx', () => {
  let nginx: Nginx<(typeof PORTS)[number]>;
  let hung: LoopbackServer;

  beforeAll(async () => {
    hung = await rawServer((socket) => socket.resume());
    const dead = await rawServer(() => undefined);
    await dead.close();
    const tls = 'ssl; ssl_certificate site.pem; ssl_certificate_key site.key;';
    nginx = await startNginx({
      ports: PORTS,
      files: {
        'site.pem': site.fullChainPem,
        'site.key': site.privateKeyPem,
        'root.pem': root.certificatePem,
      },
      http: (ports) => `
        server {
          listen 127.0.0.1:${ports.site} ${tls}
          default_type text/html;
          location = / { add_header X-Secret hidden; add_header Set-Cookie sid=geheim;
            return 200 '<html><head><title> AIR &amp;\\n Console </title></head><body>$host $http_host $ssl_server_name</body></html>'; }
          location = /forbidden { return 403 'no'; }
          location = /invalid-host { return 400 'Invalid Host Header. Host must be the Console Address'; }
          location = /welcome { return 200 '<title>Welcome to nginx!</title>'; }
          location = /blocked { return 403 '<h1>Web Page Blocked</h1><p>FortiGuard Web Filtering</p>'; }
          location = /squid { add_header X-Squid-Error 'ERR_ACCESS_DENIED 0' always; return 403 'no'; }
          location = /challenge { add_header WWW-Authenticate 'Negotiate c2VjcmV0' always; add_header WWW-Authenticate 'Basic realm="r"' always; return 401 'who'; }
          location = /dead { proxy_pass http://127.0.0.1:${dead.port}; }
          location = /hung { proxy_pass http://127.0.0.1:${hung.port}; proxy_read_timeout 200ms; }
          location = /elsewhere { return 302 https://portal.test/login?token=abc#top; }
          location = /elsewhere-port { return 302 https://console.test:1/x; }
          location = /downgrade { return 301 http://console.test/; }
          location = /relative { absolute_redirect off; return 302 /forbidden?secret=1; }
          location = /circle { absolute_redirect off; return 307 /circle; }
          location = /large { return 200 '${'x'.repeat(3000)}'; }
          location /gone { return 444; }
        }
        server { listen 127.0.0.1:${ports.mutual} ${tls} ssl_client_certificate root.pem; ssl_verify_client on;
          location / { return 200 'in'; } }
        server { listen 127.0.0.1:${ports.plain}; location / { return 200 'in'; } }`,
    });
  });
  afterAll(async () => {
    await nginx?.stop();
    await hung?.close();
  });

  async function get(
    path: string,
    port: (typeof PORTS)[number] = 'site',
    host = 'console.test',
  ): Promise<HttpOutcome> {
    const input = { address: '127.0.0.1', port: nginx.ports[port], host, path };
    return httpOutcomeSchema.parse(await httpGet.run(input, testContext(5000)));
  }

  it('asks with SNI and Host as typed and describes the answer, whatever the certificate is worth', async () => {
    const outcome = await get('/?token=abc');
    const { site: port } = nginx.ports;
    expect(outcome).toMatchObject({
      kind: 'http',
      code: 'answered',
      url: `https://console.test:${port}/`,
      hostHeader: `console.test:${port}`,
      status: 200,
      statusText: 'OK',
      httpVersion: '1.1',
      redirects: [],
      title: 'AIR & Console',
      isBodyCut: false,
    });
    expect(outcome.bodyStart).toContain(`console.test console.test:${port} console.test`);
    expect(Object.keys(outcome.headers).sort()).toEqual(['content-type', 'date', 'server']);
    // The Date header has whole seconds.
    expect(Math.abs(outcome.clockOffsetMs ?? 9999)).toBeLessThan(2000);
    const raw = outcome.raw.map(({ base64 }) => Buffer.from(base64, 'base64').toString()).join('');
    expect(raw).toContain('HTTP/1.1 200 OK');
    expect(raw).toContain('Set-Cookie: (left out)');
    expect(raw).not.toMatch(/geheim|abc/);
    expect(httpGet.judge(outcome)).toMatchObject({
      status: 'passed',
      reason: expect.stringContaining('HTTP 200 OK'),
    });
  });

  it.each<[string, number, HttpOutcome['signature'], string, RegExp]>([
    ['/forbidden', 403, { code: 'unknown' }, 'passed', /answered HTTP 403 Forbidden/],
    ['/missing', 404, { code: 'unknown' }, 'passed', /HTTP 404 Not Found/],
    [
      '/invalid-host',
      400,
      { code: 'invalid-host-header', product: 'Binalyze AIR Console', quote: 'Invalid Host Header' },
      'failed',
      /refuses the host name: "Invalid Host Header"/,
    ],
    [
      '/welcome',
      200,
      { code: 'default-page', product: 'nginx', quote: 'Welcome to nginx!' },
      'warned',
      /page of an empty web server of nginx/,
    ],
    [
      '/blocked',
      403,
      { code: 'web-filter', product: 'Fortinet FortiGuard', quote: 'FortiGuard' },
      'failed',
      /block page of Fortinet FortiGuard/,
    ],
    [
      '/squid',
      403,
      { code: 'web-filter', product: 'Squid', quote: 'x-squid-error: ERR_ACCESS_DENIED 0' },
      'failed',
      /Squid/,
    ],
    ['/dead', 502, { code: 'unknown' }, 'failed', /HTTP 502 Bad Gateway, after \d+ ms/],
    ['/hung', 504, { code: 'unknown' }, 'failed', /HTTP 504 Gateway Time-out, after \d+ ms/],
  ])('%s: %i', async (path, status, signature, judged, reason) => {
    const outcome = await get(path);
    expect(outcome).toMatchObject({ code: 'answered', status, signature });
    expect(outcome.signature).toEqual(signature);
    const verdict = httpGet.judge(outcome);
    expect(verdict.status).toBe(judged);
    expect(verdict.reason).toMatch(reason);
  });

  it('says which client certificate nginx misses', async () => {
    const outcome = await get('/', 'mutual');
    expect(outcome).toMatchObject({
      status: 400,
      signature: { code: 'client-certificate', product: 'nginx' },
    });
    expect(httpGet.judge(outcome).status).toBe('failed');
  });

  it('keeps the schemes of challenges and nothing else of them', async () => {
    expect((await get('/challenge')).headers['www-authenticate']).toBe('Negotiate, Basic');
  });

  it('follows a redirect on the same host and port, and keeps queries out of the record', async () => {
    const outcome = await get('/relative');
    const base = `https://console.test:${nginx.ports.site}`;
    expect(outcome).toMatchObject({ status: 403, url: `${base}/forbidden` });
    expect(outcome.redirects).toEqual([
      {
        url: `${base}/relative`,
        status: 302,
        location: `${base}/forbidden`,
        followed: true,
        toOtherHost: false,
      },
    ]);
  });

  it('gives up a circle after three turns', async () => {
    const outcome = await get('/circle');
    expect(outcome.status).toBe(307);
    expect(outcome.redirects.map(({ followed }) => followed)).toEqual([true, true, true, false]);
  });

  it.each([
    ['/elsewhere', 'https://portal.test/login', true, 'warned'],
    ['/elsewhere-port', 'https://console.test:1/x', false, 'passed'],
    ['/downgrade', 'http://console.test/', false, 'passed'],
  ])('%s is reported and not followed', async (path, location, toOtherHost, judged) => {
    const outcome = await get(path);
    expect(outcome.redirects).toMatchObject([{ location, followed: false, toOtherHost }]);
    expect(outcome.headers['location']).toBe(location);
    expect(httpGet.judge(outcome).status).toBe(judged);
  });

  it('keeps the start of a long body', async () => {
    const outcome = await get('/large');
    expect(outcome).toMatchObject({ bodyBytes: 3000, isBodyCut: false });
    expect(outcome.bodyStart).toHaveLength(2048);
  });

  it('says closed for a server that closes instead of answering, with no errno for a FIN', async () => {
    const outcome = await get('/gone');
    expect(outcome.code).toBe('closed');
    expect(outcome.error).toBeUndefined();
    expect(httpGet.judge(outcome).reason).toMatch(/closed the connection without an HTTP answer\.$/);
  });

  it('says tls-failed on a plain port', async () => {
    const outcome = await get('/', 'plain');
    expect(outcome.code).toBe('tls-failed');
    expect(outcome.error?.errno).toMatch(/^ERR_SSL_/);
  });

  it('speaks to an address without SNI', async () => {
    expect((await get('/', 'site', '127.0.0.1')).bodyStart).toContain(
      `127.0.0.1 127.0.0.1:${nginx.ports.site} </body>`,
    );
  });
});

describe('httpGet without a server', () => {
  it('says closed and the errno where nobody listens', async () => {
    const { port, close } = await rawServer(() => undefined);
    await close();
    const outcome = await httpGet.run(
      { address: '127.0.0.1', port, host: 'console.test' },
      testContext(2000),
    );
    expect(outcome).toMatchObject({ code: 'closed', error: { errno: 'ECONNREFUSED' } });
  });
});
