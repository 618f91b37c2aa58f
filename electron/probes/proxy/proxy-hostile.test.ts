import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePorts } from '../testing/free-ports.ts';
import { type Asked, askProxy } from '../testing/proxy-asking.ts';
import { type LoopbackServer, rawServer } from '../testing/tls-loopback-servers.ts';
import { throughProxy } from './proxy.ts';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** Calls back with the first request of each connection. */
async function proxy(
  answer: (socket: Socket, request: string, count: number) => void,
): Promise<LoopbackServer> {
  const server = await rawServer((socket, count) => {
    socket.once('data', (bytes) => answer(socket, bytes.toString('latin1'), count));
  });
  servers.push(server);
  return server;
}

const ask = ({ port }: LoopbackServer, more: Partial<Asked> = {}) => askProxy({ proxyPort: port, ...more });

/** Sends octets over and over as fast as they are taken. */
function flood(socket: Socket, octets: Uint8Array | string): void {
  const go = (): void => {
    while (!socket.destroyed && socket.write(octets));
  };
  socket.on('drain', go);
  go();
}

const GRANT = 'HTTP/1.1 200 Connection established\r\n\r\n';

describe('what is sent', () => {
  it('is one CONNECT for the name and port, without a login', async () => {
    const requests: string[] = [];
    const server = await proxy((socket, request) => {
      requests.push(request);
      socket.end('HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n');
    });
    await ask(server, { host: 'Console.example.com.', login: { username: 'u', password: 'secret' } });
    await ask(server, { host: 'fd00::5', port: 8443 });
    expect(requests).toEqual([
      'CONNECT Console.example.com:443 HTTP/1.1\r\nHost: Console.example.com:443\r\nUser-Agent: Airway\r\n\r\n',
      'CONNECT [fd00::5]:8443 HTTP/1.1\r\nHost: [fd00::5]:8443\r\nUser-Agent: Airway\r\n\r\n',
    ]);
  });

  it('is the login once, where the proxy asks for Basic, however often it asks again', async () => {
    const requests: string[] = [];
    const server = await proxy((socket, request) => {
      requests.push(request);
      // It says back what it was told, as debugging pages do.
      const page = request.replaceAll('\r\n', '<br>');
      socket.end(
        `HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="a, NTLM b"\r\nX-Cache: ${page}\r\nContent-Length: ${page.length}\r\n\r\n${page}`,
      );
    });
    const outcome = await ask(server, { login: { username: 'joe', password: 'pass word' } });
    expect(outcome).toMatchObject({ code: 'login-refused', login: 'sent', http: { schemes: ['Basic'] } });
    expect(requests.map((request) => request.includes('Proxy-Authorization'))).toEqual([false, true]);
    expect(requests[1]).toContain(`Basic ${Buffer.from('joe:pass word').toString('base64')}\r\n`);
    expect(outcome.http?.bodyStart).toContain('(secret)');
  });

  it.each([
    ['Proxy-Authenticate: NTLM\r\nProxy-Authenticate: Negotiate\r\n', ['NTLM', 'Negotiate']],
    ['Proxy-Authenticate: Digest realm="x", nonce="Basic y", qop="auth"\r\n', ['Digest']],
    ['', []],
  ])('is no login where it does not offer Basic: %j', async (headers, schemes) => {
    const server = await proxy((socket) =>
      socket.end(`HTTP/1.1 407 Login\r\n${headers}Content-Length: 0\r\n\r\n`),
    );
    const outcome = await ask(server, { login: { username: 'joe', password: 'secret' } });
    expect(outcome).toMatchObject({ code: 'login-required', login: 'withheld', http: { schemes } });
    expect(server.connections()).toBe(1);
    expect(throughProxy.judge(outcome).reason).toContain('can only send it by Basic');
  });

  it('is no login that Basic cannot carry', async () => {
    const server = await proxy((socket) =>
      socket.end('HTTP/1.1 407 L\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n'),
    );
    const outcome = await ask(server, { login: { username: 'a:b', password: 'secret' } });
    expect(outcome).toMatchObject({ code: 'login-required', login: 'withheld' });
    expect(server.connections()).toBe(1);
  });
});

describe('a proxy that does not answer', () => {
  it('by saying nothing', async () => {
    const outcome = await ask(await proxy(() => undefined), { deadlineMs: 200 });
    expect(outcome).toMatchObject({ code: 'no-answer', bytesReceived: 0 });
    expect(throughProxy.judge(outcome).reason).toContain('did not answer it in');
  });

  it('by a byte now and then', async () => {
    const server = await proxy((socket) => {
      const timer = setInterval(() => socket.write('H'), 40);
      socket.once('close', () => clearInterval(timer));
      socket.write('HTTP/1.1 200 ');
    });
    const outcome = await ask(server, { deadlineMs: 300 });
    expect(outcome.code).toBe('no-answer');
    expect(outcome.bytesReceived).toBeGreaterThan(13);
  });

  it.each([
    ['closed', (socket: Socket) => socket.end()],
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
    ['closed', (socket: Socket) => socket.end('HTTP/1.1 200 Conn')],
  ] as const)('but hangs up: %s', async (code, hangUp) => {
    expect(await ask(await proxy(hangUp))).toMatchObject({ code });
  });

  it('because nobody listens', async () => {
    const [port = 0] = await freePorts(1);
    const outcome = await askProxy({ proxyPort: port });
    expect(outcome).toMatchObject({ code: 'no-connection', error: { errno: 'ECONNREFUSED' } });
  });

  it('over TLS', async () => {
    const outcome = await ask(await proxy(() => undefined), { scheme: 'https', deadlineMs: 250 });
    expect(outcome).toMatchObject({ code: 'proxy-tls-failed', error: { errno: 'ETIMEDOUT' } });
  });
});

describe('something that is no proxy', () => {
  it.each([
    ['HTTP/0.9', '<html>hello</html>'],
    ['a banner', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['binary', Buffer.from([0x15, 3, 1, 0, 2, 2, 40])],
    ['a status line that is none', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['another version', 'HTTP/3 200\r\n\r\n'],
  ])('%s', async (_what, octets) => {
    const outcome = await ask(await proxy((socket) => socket.end(octets)));
    expect(outcome.code).toBe('not-a-proxy');
    expect(outcome.firstLine?.length).toBeGreaterThan(0);
  });

  it.each([
    ['headers without end', 'HTTP/1.1 200 OK\r\n', 'X-Filler: abcdefghijklmnopqrstuvwxyz\r\n'],
    ['one header without end', 'HTTP/1.1 200 OK\r\nX: ', 'a'.repeat(1000)],
    ['interim responses without end', '', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['a line without end', 'HTTP/1.1 200 ', 'a'.repeat(1000)],
  ])('%s', async (_what, start, endless) => {
    const outcome = await ask(
      await proxy((socket) => {
        socket.write(start);
        flood(socket, endless);
      }),
    );
    expect(outcome.code).toBe('not-a-proxy');
    expect(outcome.bytesReceived).toBeLessThan(1024 * 1024);
  });

  it('a web server that takes CONNECT for a page request', async () => {
    const page = '<title>Welcome</title>';
    const outcome = await ask(
      await proxy((socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${page.length}\r\n\r\n${page}`)),
    );
    expect(outcome).toMatchObject({ code: 'not-a-proxy', http: { status: 200, title: 'Welcome' } });
  });
});

describe('a refusal', () => {
  it.each([
    ['302 Found\r\nLocation: https://login.example.net/?token=abc', 'refused'],
    ['403 Forbidden', 'forbidden'],
    ['405 Method Not Allowed', 'forbidden'],
    ['404 Not Found', 'refused'],
    ['500 Internal Server Error', 'refused'],
    ['502 Bad Gateway', 'cannot-connect'],
    ['503 Service Unavailable', 'cannot-connect'],
    ['504 Gateway Timeout', 'cannot-connect'],
    ['502 Bad Gateway\r\nProxy-Status: gw; error=dns_error; rcode="NXDOMAIN"', 'cannot-resolve'],
    ['502 Bad Gateway\r\nProxy-Status: gw; error=connection_refused', 'cannot-connect'],
    ['502 Bad Gateway\r\nProxy-Status: gw; error=http_request_denied', 'forbidden'],
    ['503 Service Unavailable\r\nX-Squid-Error: ERR_DNS_FAIL 0', 'cannot-resolve'],
    ['503 Service Unavailable\r\nX-Squid-Error: ERR_CONNECT_FAIL 110', 'cannot-connect'],
    ['503 Service Unavailable\r\nX-Squid-Error: ERR_ZERO_SIZE_OBJECT 0', 'cannot-connect'],
  ])('%s', async (head, code) => {
    const outcome = await ask(
      await proxy((socket) => socket.end(`HTTP/1.1 ${head}\r\nContent-Length: 0\r\n\r\n`)),
    );
    expect(outcome.code).toBe(code);
    expect(JSON.stringify(outcome)).not.toContain('token=abc');
    expect(throughProxy.judge(outcome).status).toBe('failed');
  });

  it('with a packed page keeps nothing of it', async () => {
    const outcome = await ask(
      await proxy((socket) =>
        socket.end('HTTP/1.1 403 No\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00'),
      ),
    );
    expect(outcome).toMatchObject({ code: 'forbidden', http: { bodyStart: '' } });
  });

  it('with a page without end is read no further than its words', async () => {
    const outcome = await ask(
      await proxy((socket) => {
        socket.write('HTTP/1.1 403 No\r\n\r\n');
        flood(socket, 'blocked by policy. ');
      }),
    );
    expect(outcome.code).toBe('forbidden');
    expect(outcome.http?.bodyStart).toHaveLength(2048);
    expect(outcome.bytesReceived).toBeLessThan(1024 * 1024);
  });

  it('with a page that does not come costs a moment', async () => {
    const outcome = await ask(
      await proxy((socket) => socket.write('HTTP/1.1 403 No\r\nContent-Length: 100000\r\n\r\nnot')),
    );
    expect(outcome).toMatchObject({ code: 'forbidden', http: { bodyStart: 'not' } });
  });
});

describe('a tunnel', () => {
  it.each([
    ['rst', (socket: Socket) => socket.resetAndDestroy()],
    ['fin', (socket: Socket) => socket.end()],
  ] as const)('that ends by %s at the first octets', async (end, cut) => {
    const server = await proxy((socket) => {
      socket.write(GRANT);
      socket.once('data', () => cut(socket));
    });
    expect(await ask(server)).toMatchObject({
      code: 'tunnel-cut',
      end,
      inside: { tls: { bytesReceived: 0 } },
    });
    // The tunnel is all there is: nothing is tried past it.
    expect(server.connections()).toBe(1);
  });

  it('that ends together with the grant', async () => {
    expect(await ask(await proxy((socket) => socket.end(GRANT)))).toMatchObject({
      code: 'tunnel-cut',
      end: 'fin',
    });
  });

  it.each(['tls', 'nats'] as const)('that brings something else, for %s', async (protocol) => {
    const server = await proxy((socket) => socket.end(`${GRANT}<html>blocked</html>\r\n`));
    const outcome = await ask(server, { protocol });
    expect(outcome.code).toBe('service-fault');
    const seen = protocol === 'tls' ? outcome.inside?.tls?.plaintext : outcome.inside?.nats;
    expect(seen?.firstLine).toBe('<html>blocked</html>');
  });

  it('has its first octets even where they come together with the grant', async () => {
    const info = `INFO ${JSON.stringify({ server_id: 'N', version: '2', auth_required: false })}\r\n`;
    const server = await proxy((socket) => {
      socket.write(`${GRANT}${info}`);
      socket.once('data', () => socket.write('PONG\r\n'));
    });
    expect(await ask(server, { protocol: 'nats' })).toMatchObject({
      code: 'through',
      inside: { nats: { code: 'ready' } },
    });
  });

  it.each([
    ['rst', (socket: Socket) => socket.resetAndDestroy()],
    ['fin', (socket: Socket) => socket.end()],
    ['silent', () => undefined],
  ] as const)('that is cut by %s before the greeting of NATS', async (end, cut) => {
    const server = await proxy((socket) => {
      socket.write(GRANT);
      setTimeout(() => cut(socket), 30);
    });
    const outcome = await ask(server, { protocol: 'nats', deadlineMs: 600 });
    expect(outcome).toMatchObject({ code: 'tunnel-cut', end });
    expect(server.connections()).toBe(1);
  });
});

describe('a run that is cancelled', () => {
  it('before it begins sends nothing', async () => {
    const server = await proxy(() => undefined);
    const outcome = await ask(server, { context: { signal: AbortSignal.abort() } });
    expect(outcome).toMatchObject({ code: 'failed', error: { errno: 'ECANCELED' } });
    expect(server.connections()).toBe(0);
  });

  it.each([
    ['while the proxy thinks', () => undefined],
    ['inside the tunnel', (socket: Socket) => socket.write(GRANT)],
  ] as const)('%s ends at once', async (_when, answer) => {
    const abort = new AbortController();
    const server = await proxy((socket) => {
      answer(socket);
      setTimeout(() => abort.abort(), 30);
    });
    const outcome = await ask(server, { deadlineMs: 60_000, context: { signal: abort.signal } });
    expect(outcome).toMatchObject({ code: 'failed', error: { errno: 'ECANCELED' } });
    await expect.poll(() => server.open()).toBe(0);
  });
});
