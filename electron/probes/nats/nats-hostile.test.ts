import type { Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { type NatsOutcome, natsOutcomeSchema } from '../../contract/outcomes/nats.ts';
import type { ProbeContext } from '../probe.ts';
import { freePorts } from '../testing/free-ports.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority, selfSigned } from '../testing/test-certificates.ts';
import { type LoopbackServer, rawServer, tlsServer } from '../testing/tls-loopback-servers.ts';
import { natsGreeting } from './nats.ts';
import { judgeNats } from './nats-verdict.ts';

const root = makeAuthority({ commonName: 'Test Root' });
const site = issue(root, { dnsNames: ['console.test'], ipAddresses: ['127.0.0.1'] });
const identity = { key: site.privateKeyPem, cert: site.fullChainPem };

const servers: LoopbackServer[] = [];
afterAll(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function raw(serve: (socket: Socket, count: number) => void): Promise<LoopbackServer> {
  const server = await rawServer(serve);
  servers.push(server);
  return server;
}

async function overTls(...options: Parameters<typeof tlsServer>): Promise<LoopbackServer> {
  const server = await tlsServer(...options);
  servers.push(server);
  return server;
}

async function greet(
  { port }: { port: number },
  context: Partial<ProbeContext> & { deadlineMs?: number } = {},
): Promise<NatsOutcome> {
  const { deadlineMs = 4000, ...rest } = context;
  const input = { address: '127.0.0.1', port, servername: 'console.test', caPem: root.certificatePem };
  return natsOutcomeSchema.parse(await natsGreeting.run(input, testContext(deadlineMs, rest)));
}

const info = (more: object = {}): string =>
  `INFO ${JSON.stringify({ server_id: 'N1', version: '2.10.22', proto: 1, max_payload: 1_048_576, ...more })} \r\n`;

/** Greets, and does this at the first octets of the client. */
const greetAndThen = (answer: (socket: Socket, bytes: Buffer) => void, more: object = {}) =>
  raw((socket) => {
    socket.write(info(more));
    socket.once('data', (bytes) => answer(socket, bytes));
  });

describe.concurrent('a server that begins with TLS', () => {
  const greetSecurely = (socket: Socket): void => {
    socket.write(info({ tls_required: true, auth_required: true }));
    socket.once('data', () => socket.end("-ERR 'Authorization Violation'\r\n"));
  };

  it('is greeted after 1.5 s of silence, and is healthy', async () => {
    const outcome = await greet(await overTls(identity, greetSecurely));
    expect(outcome).toMatchObject({
      code: 'needs-login',
      tls: { attempted: true, first: true, version: 'TLSv1.3' },
    });
  });

  it('is healthy with a certificate that nobody trusts too, which is said', async () => {
    const own = selfSigned({ dnsNames: ['console.test'] });
    const outcome = await greet(
      await overTls({ key: own.privateKeyPem, cert: own.certificatePem }, greetSecurely),
    );
    expect(outcome.code).toBe('needs-login');
    expect(outcome.tls.libraryVerdict).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('is no NATS server when it answers in HTTP', async () => {
    const server = await overTls(identity, (socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    expect(await greet(server)).toMatchObject({
      code: 'http',
      firstLine: 'HTTP/1.1 400 Bad Request',
      tls: { first: true },
    });
  });

  it('gave no INFO when it stays silent over TLS', async () => {
    const outcome = await greet(await overTls(identity), { deadlineMs: 2500 });
    expect(outcome).toMatchObject({ code: 'no-info', end: 'silent', tls: { version: 'TLSv1.3' } });
    expect(judgeNats(outcome).reason).toContain('nor after a TLSv1.3 handshake');
  });
});

describe.concurrent('TLS after INFO', () => {
  const tlsInfo = { tls_required: true };

  it('fails by an alert that is quoted', async () => {
    const server = await greetAndThen(
      (socket) => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 40])),
      tlsInfo,
    );
    const outcome = await greet(server);
    expect(outcome).toMatchObject({ code: 'tls-failed', tls: { alert: { number: 40 } } });
    expect(judgeNats(outcome).reason).toContain('alert 40 (handshake_failure)');
  });

  it('fails by an answer in clear, and takes a refusal in clear for what it says', async () => {
    const odd = await greetAndThen((socket) => socket.end('nonsense\r\n'), tlsInfo);
    expect(await greet(odd)).toMatchObject({ code: 'tls-failed', firstLine: 'nonsense' });
    const full = await greetAndThen(
      (socket) => socket.end("-ERR 'maximum connections exceeded'\r\n"),
      tlsInfo,
    );
    expect((await greet(full)).code).toBe('connection-limit');
  });

  it.each([
    ['fin', (socket: Socket) => socket.end()],
    ['rst', (socket: Socket) => socket.resetAndDestroy()],
    ['silent', (socket: Socket) => socket.resume()],
  ] as const)('is cut when nothing but %s follows the ClientHello', async (end, cut) => {
    const outcome = await greet(await greetAndThen(cut, tlsInfo), { deadlineMs: 800 });
    expect(outcome).toMatchObject({ code: 'cut-after-connect', end, lastSent: 'client-hello' });
    expect(judgeNats(outcome).reason).toContain('after the ClientHello');
  });
});

describe.concurrent('a connection that is cut', () => {
  it.each([
    ['fin', (socket: Socket) => socket.end()],
    ['rst', (socket: Socket) => socket.resetAndDestroy()],
    ['silent', (socket: Socket) => socket.resume()],
  ] as const)('after CONNECT, by %s', async (end, cut) => {
    const outcome = await greet(await greetAndThen(cut), { deadlineMs: 800 });
    expect(outcome).toMatchObject({ code: 'cut-after-connect', end, lastSent: 'connect' });
    expect(judgeNats(outcome).status).toBe('failed');
  });

  it('before a word', async () => {
    expect(await greet(await raw((socket) => socket.end()))).toMatchObject({ code: 'closed', end: 'fin' });
    expect(await greet(await raw((socket) => socket.resetAndDestroy()))).toMatchObject({
      code: 'reset',
      end: 'rst',
    });
  });

  it('by an error that is none of the known', async () => {
    const server = await greetAndThen((socket) => socket.end("-ERR 'Unknown Protocol Operation'\r\n"));
    expect(await greet(server)).toMatchObject({ code: 'refused', errText: 'Unknown Protocol Operation' });
  });

  it('never stands when nobody listens', async () => {
    const [port = 0] = await freePorts(1);
    const outcome = await greet({ port });
    expect(outcome).toMatchObject({ code: 'failed', error: { errno: 'ECONNREFUSED' } });
    expect(judgeNats(outcome).reason).toContain('ECONNREFUSED');
  });
});

describe.concurrent('a greeting that comes late', () => {
  const greetAfter = (delayMs: number) =>
    raw((socket) => {
      const timer = setTimeout(() => socket.write(info({ auth_required: true })), delayMs);
      socket.once('close', () => clearTimeout(timer));
      let received = '';
      socket.on('data', (bytes) => {
        received += bytes.toString('latin1');
        if (/^CONNECT .*\r\nPING\r\n$/s.test(received)) socket.end("-ERR 'Authorization Violation'\r\n");
      });
    });

  it('is waited for on a second connection, without TLS', async () => {
    const server = await greetAfter(1700);
    expect(await greet(server, { deadlineMs: 8000 })).toMatchObject({
      code: 'needs-login',
      tls: { attempted: false, first: false },
    });
    // Two more were tried while nothing came, and were let go.
    expect(server.connections()).toBe(4);
  });

  it('leaves it open what the service is where the time is over', async () => {
    const outcome = await greet(await greetAfter(1700), { deadlineMs: 2500 });
    expect(outcome).toMatchObject({
      code: 'failed',
      info: { authRequired: true },
      error: { errno: 'ETIMEDOUT' },
    });
    expect(judgeNats(outcome).reason).toMatch(/sent INFO only after 1\.\d s, too late to ask more/);
  });
});

describe.concurrent('another service', () => {
  it('is quoted when it speaks first', async () => {
    expect(await greet(await raw((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n')))).toMatchObject({
      code: 'other-protocol',
      firstLine: 'SSH-2.0-OpenSSH_9.6',
    });
    expect(await greet(await raw((socket) => socket.write('\x00\x01\x02')))).toMatchObject({
      code: 'other-protocol',
      firstLine: '\\x00\\x01\\x02',
    });
  });

  it('is found to be a web server when it answers only a request', async () => {
    const server = await raw((socket) => {
      socket.on('data', (bytes) => {
        if (bytes.toString('latin1').startsWith('GET ')) socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
      });
    });
    const outcome = await greet(server);
    expect(outcome).toMatchObject({ code: 'http', firstLine: 'HTTP/1.1 404 Not Found' });
    expect(judgeNats(outcome).reason).toContain('answered in HTTP, not NATS ("HTTP/1.1 404 Not Found")');
  });
});

describe.concurrent('a hostile server', () => {
  it('that holds every connection costs one deadline', async ({ expect }) => {
    const server = await raw((socket) => socket.resume());
    const outcome = await greet(server, { deadlineMs: 3000 });
    expect(outcome).toMatchObject({ code: 'no-info', end: 'silent', tls: { first: true }, bytesReceived: 0 });
    await expect.poll(() => server.open()).toBe(0);
  });

  it('that sends an INFO line of 16 MB is left after 64 KiB', async ({ expect }) => {
    let wasCut = false;
    const server = await raw((socket) => {
      socket.write(`INFO {"server_id":"${'x'.repeat(16 * 1024 * 1024)}`);
      socket.once('close', () => {
        wasCut = true;
      });
    });
    const outcome = await greet(server);
    expect(outcome.code).toBe('other-protocol');
    expect(outcome.firstLine).toMatch(/^INFO \{"server_id":"x+$/);
    expect(outcome.bytesReceived).toBeLessThan(1024 * 1024);
    await expect.poll(() => wasCut).toBe(true);
  });

  it('that sends a byte now and then costs one deadline', async () => {
    const server = await raw((socket) => {
      const text = info();
      let at = 0;
      const timer = setInterval(() => {
        socket.write(text.charAt(at));
        at = Math.min(at + 1, text.length - 4);
      }, 50);
      socket.once('close', () => clearInterval(timer));
    });
    const outcome = await greet(server, { deadlineMs: 2000 });
    expect(outcome).toMatchObject({ code: 'no-info', tls: { attempted: false } });
    expect(judgeNats(outcome).reason).toMatch(/sent no whole INFO line in 2\.\d s; \d+ bytes came/);
  });

  it('that chats without end after CONNECT is left', async () => {
    const server = await greetAndThen((socket) => {
      const chat = (): void => {
        while (!socket.destroyed && socket.write('+OK\r\n'.repeat(1000)));
      };
      socket.on('drain', chat);
      chat();
    });
    const outcome = await greet(server, { deadlineMs: 1500 });
    expect(outcome.code).toBe('cut-after-connect');
    expect(outcome.bytesReceived).toBeLessThan(2 * 1024 * 1024);
  });

  it('costs nothing once the run is cancelled, before and while it is waited for', async ({ expect }) => {
    const server = await raw((socket) => socket.resume());
    expect(await greet(server, { signal: AbortSignal.abort() })).toMatchObject({
      code: 'failed',
      error: { errno: 'ECANCELED' },
    });
    expect(server.connections()).toBe(0);
    const controller = new AbortController();
    const running = greet(server, { signal: controller.signal });
    await expect.poll(() => server.open()).toBe(1);
    controller.abort();
    expect(await running).toMatchObject({ code: 'failed', error: { errno: 'ECANCELED' } });
    await expect.poll(() => server.open()).toBe(0);
  });
});
