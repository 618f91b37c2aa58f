import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpOutcome, httpOutcomeSchema } from '../../contract/outcomes/http.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { type LoopbackServer, rawServer, tlsServer } from '../testing/tls-loopback-servers.ts';
import { httpGet } from './http.ts';

const root = makeAuthority({ commonName: 'Site Root' });
const site = issue(root, { dnsNames: ['console.test'] });
const identity = { key: site.privateKeyPem, cert: site.fullChainPem };

const servers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** Answers the first octets of a request by hand. */
async function serve(answer: (socket: TLSSocket) => void): Promise<LoopbackServer> {
  const server = await tlsServer(identity, (socket) => {
    socket.once('data', () => answer(socket));
  });
  servers.push(server);
  return server;
}

async function get(
  { port }: LoopbackServer,
  deadlineMs = 3000,
  signal: AbortSignal = new AbortController().signal,
): Promise<HttpOutcome> {
  const input = { address: '127.0.0.1', port, host: 'console.test' };
  return httpOutcomeSchema.parse(await httpGet.run(input, testContext(deadlineMs, { signal })));
}

/** Writes the text again and again, each time when the last was taken, until the connection ends. */
function repeat(socket: TLSSocket, text: string | Buffer): void {
  const next = (): void => {
    if (!socket.destroyed) socket.write(text, () => setImmediate(next));
  };
  next();
}

describe('a hostile HTTP server', () => {
  it('that never ends its head costs no more than the limit', async () => {
    const outcome = await get(
      await serve((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        repeat(socket, `X-Long: ${'a'.repeat(1000)}\r\n`);
      }),
    );
    expect(outcome).toMatchObject({ code: 'malformed', error: { errno: 'HPE_HEADER_OVERFLOW' } });
    expect(httpGet.judge(outcome).status).toBe('failed');
  });

  it('that dribbles its head is cut off at the deadline', async () => {
    const server = await serve((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('a'), 5);
      socket.once('close', () => clearInterval(timer));
    });
    expect(await get(server, 200)).toMatchObject({ code: 'silent', error: { errno: 'ETIMEDOUT' } });
    await expect.poll(() => server.open()).toBe(0);
  });

  it('that stops in the middle of its head is silent, with what it had said', async () => {
    const outcome = await get(await serve((socket) => socket.write('HTTP/1.1 200 OK\r\nServer: x')), 300);
    expect(outcome).toMatchObject({ code: 'silent', error: { errno: 'ETIMEDOUT' } });
    expect(httpGet.judge(outcome).reason).toContain('sent only a part of an HTTP answer');
  });

  it('that says nothing at all is silent', async () => {
    const outcome = await get(await serve(() => undefined), 300);
    expect(outcome.code).toBe('silent');
    expect(outcome.error).toBeUndefined();
    expect(httpGet.judge(outcome).reason).toContain('gave no HTTP answer');
  });

  it('that never ends its body is cut at 64 KiB', async () => {
    const outcome = await get(
      await serve((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        repeat(socket, 'x'.repeat(16_384));
      }),
    );
    expect(outcome).toMatchObject({ code: 'answered', status: 200, bodyBytes: 65_536, isBodyCut: true });
  });

  it('that stops in the middle of its body has answered', async () => {
    const outcome = await get(
      await serve((socket) =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<title>Half</title>'),
      ),
      300,
    );
    expect(outcome).toMatchObject({ code: 'answered', status: 200, title: 'Half', isBodyCut: true });
  });

  it('that packs its body does not get it unpacked', async () => {
    const packed = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    const outcome = await get(
      await serve((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`);
        socket.write(packed);
      }),
    );
    expect(outcome).toMatchObject({
      code: 'answered',
      bodyStart: '',
      headers: { 'content-encoding': 'gzip' },
    });
    expect(outcome.bodyBytes).toBeLessThanOrEqual(65_536);
  });

  it.each([
    ['octets that are no HTTP', 'SSH-2.0-OpenSSH\r\n', 'malformed'],
    ['a status below 100', 'HTTP/1.1 042 Odd\r\n\r\n', 'malformed'],
    ['a header without a name', 'HTTP/1.1 200 OK\r\n: x\r\n\r\n', 'malformed'],
    [
      'a switch of protocols',
      'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
      'answered',
    ],
    ['a status of its own', 'HTTP/1.1 799 \r\nContent-Length: 0\r\n\r\n', 'answered'],
  ])('%s: %j is %s', async (_case, text, code) => {
    const outcome = await get(await serve((socket) => socket.write(text)));
    expect(outcome.code).toBe(code);
    if (code === 'malformed') expect(outcome.status).toBeUndefined();
  });

  it('that resets the connection is closed, with the errno', async () => {
    const server = await rawServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    servers.push(server);
    expect(await get(server)).toMatchObject({ code: 'tls-failed', error: { errno: 'ECONNRESET' } });
  });

  it('that hangs up in the handshake has closed by FIN', async () => {
    const server = await rawServer((socket) => socket.once('data', () => socket.end()));
    servers.push(server);
    expect(await get(server)).toMatchObject({ code: 'tls-failed', error: { errno: 'EOF' } });
  });

  it('that wants a client certificate fails in TLS', async () => {
    const server = await tlsServer({
      ...identity,
      requestCert: true,
      rejectUnauthorized: true,
      ca: root.certificatePem,
    });
    servers.push(server);
    const outcome = await get(server);
    expect(outcome).toMatchObject({
      code: 'tls-failed',
      error: { errno: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' },
    });
  });

  it('is left at once when the run is cancelled', async () => {
    const controller = new AbortController();
    const server = await serve(() => controller.abort());
    const outcome = await get(server, 10_000, controller.signal);
    expect(outcome).toMatchObject({ code: 'silent', error: { errno: 'ECANCELED' } });
    await expect.poll(() => server.open()).toBe(0);
  });
});
