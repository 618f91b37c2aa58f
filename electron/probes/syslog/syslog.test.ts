import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import { type SyslogOutcome, syslogOutcomeSchema } from '../../contract/outcomes/syslog.ts';
import { freePorts } from '../testing/free-ports.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { type LoopbackServer, rawServer, tlsServer } from '../testing/tls-loopback-servers.ts';
import { syslogReach } from './syslog.ts';

const ADDRESS = '127.0.0.1';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function udpServer(
  address: string,
  serve: (bytes: Buffer, socket: UdpSocket, port: number) => void,
): Promise<number> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  await new Promise<void>((resolve) => socket.bind(0, address, resolve));
  closers.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  socket.on('message', (bytes, from) => serve(bytes, socket, from.port));
  return socket.address().port;
}

/** A UDP port that was bound a moment ago and is closed now. */
async function closedUdpPort(address = ADDRESS): Promise<number> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  await new Promise<void>((resolve) => socket.bind(0, address, resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

async function served(server: Promise<LoopbackServer>): Promise<LoopbackServer> {
  const running = await server;
  closers.push(() => running.close());
  return running;
}

async function reach(
  transport: SyslogOutcome['transport'],
  port: number,
  more: { address?: string; controlPort?: number; deadlineMs?: number; signal?: AbortSignal } = {},
): Promise<SyslogOutcome> {
  const { deadlineMs = 4000, signal = new AbortController().signal, ...rest } = more;
  const outcome = await syslogReach.run(
    { address: ADDRESS, port, transport, servername: 'localhost', expectedName: 'localhost', ...rest },
    testContext(deadlineMs, { signal }),
  );
  return syslogOutcomeSchema.parse(outcome);
}

const statusOf = (outcome: SyslogOutcome): string => syslogReach.judge(outcome).status;

const certificate = () => {
  const { fullChainPem, privateKeyPem } = issue(makeAuthority({ commonName: 'Test Root' }), {
    dnsNames: ['localhost'],
  });
  return { cert: fullChainPem, key: privateKeyPem };
};

describe('a receiver by UDP', () => {
  it.each([ADDRESS, '::1'])('that is not there refuses at %s', async (address) => {
    const outcome = await reach('udp', await closedUdpPort(address), { address });
    expect(outcome).toMatchObject({ code: 'udp-closed', error: { errno: 'ECONNREFUSED' }, datagramsSent: 1 });
    expect(statusOf(outcome)).toBe('failed');
  });

  it('gets empty datagrams, and cannot be told where the control port is silent too', async () => {
    const sizes: number[] = [];
    const controlPort = await udpServer(ADDRESS, () => undefined);
    const port = await udpServer(ADDRESS, (bytes) => sizes.push(bytes.length));
    const outcome = await reach('udp', port, { controlPort });
    expect(outcome).toMatchObject({
      code: 'udp-unconfirmed',
      datagramsSent: 4,
      control: { port: controlPort, code: 'silent' },
    });
    expect(sizes).toEqual([0, 0, 0, 0]);
    expect(syslogReach.judge(outcome)).toEqual({
      status: 'passed',
      reason: expect.stringContaining('was silent as well'),
    });
  });

  it('that sends back without end is only counted', async () => {
    const port = await udpServer(ADDRESS, (_bytes, socket, from) => {
      for (let index = 0; index < 50; index += 1) socket.send(Buffer.alloc(1000, 0x41), from, ADDRESS);
    });
    const outcome = await reach('udp', port);
    expect(outcome.code).toBe('udp-unconfirmed');
    expect(outcome.bytesReceived).toBeGreaterThan(1000);
    expect(outcome.raw).toHaveLength(1);
    expect(syslogReach.judge(outcome).reason).toContain('which no syslog receiver sends');
  });

  it('is left within its deadline', async () => {
    const port = await udpServer(ADDRESS, () => undefined);
    expect(await reach('udp', port, { deadlineMs: 100 })).toMatchObject({
      code: 'udp-unconfirmed',
      datagramsSent: 1,
    });
  });
});

describe('a receiver by TCP', () => {
  it('that keeps the connection is open, and gets not one octet', async () => {
    let receivedBytes = 0;
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const { port } = await served(
      rawServer((socket) => {
        socket.on('data', (bytes: Buffer) => {
          receivedBytes += bytes.length;
        });
        socket.once('end', end);
      }),
    );
    const outcome = await reach('tcp', port);
    expect(outcome).toMatchObject({ code: 'tcp-open', bytesReceived: 0, raw: [] });
    expect(statusOf(outcome)).toBe('passed');
    // By FIN: a reset would leave an error in the receiver's log.
    await ended;
    expect(receivedBytes).toBe(0);
  });

  it('that closes at once is told apart from one that stays, with how it did', async () => {
    const { port } = await served(rawServer((socket) => socket.destroy()));
    const outcome = await reach('tcp', port);
    expect(outcome).toMatchObject({ code: 'closed-at-once', endedBy: 'fin' });
    expect(statusOf(outcome)).toBe('failed');
    const { port: resetting } = await served(rawServer((socket) => socket.resetAndDestroy()));
    expect(await reach('tcp', resetting)).toMatchObject({ code: 'closed-at-once', endedBy: 'rst' });
  });

  it('that speaks first is no receiver', async () => {
    const { port } = await served(rawServer((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n')));
    const outcome = await reach('tcp', port);
    expect(outcome).toMatchObject({
      code: 'not-syslog',
      plaintext: { protocol: 'ssh', firstLine: 'SSH-2.0-OpenSSH_9.6' },
    });
    expect(outcome.raw).toHaveLength(1);
  });

  it('that sends without end costs a few kilobytes', async () => {
    const { port } = await served(
      rawServer((socket) => {
        const flood = (): void => {
          while (socket.writable && socket.write(Buffer.alloc(65_536, 0x41)));
        };
        socket.on('drain', flood);
        flood();
      }),
    );
    const outcome = await reach('tcp', port);
    expect(outcome).toMatchObject({ code: 'not-syslog', bytesReceived: 4096 });
  });

  it('that is not there has failed, with the errno', async () => {
    const [port = 0] = await freePorts(1);
    expect(await reach('tcp', port)).toMatchObject({ code: 'failed', error: { errno: 'ECONNREFUSED' } });
  });
});

describe('a receiver by TLS', () => {
  it('makes a handshake, whatever its certificate is worth', async () => {
    const { port } = await served(tlsServer(certificate()));
    const outcome = await reach('tls', port);
    expect(outcome).toMatchObject({ code: 'tls-open', version: 'TLSv1.3' });
    expect(statusOf(outcome)).toBe('passed');
  });

  it('that wants a client certificate says so with its alert', async () => {
    const { port } = await served(
      tlsServer({ ...certificate(), requestCert: true, rejectUnauthorized: true }),
    );
    expect(await reach('tls', port)).toMatchObject({ code: 'tls-refused', alert: { number: 116 } });
  });

  it('that takes the ClientHello for text is silent, hangs up, or answers in its own protocol', async () => {
    const silent = await served(rawServer((socket) => socket.resume()));
    expect(await reach('tls', silent.port, { deadlineMs: 300 })).toMatchObject({ code: 'tls-no-answer' });
    const framed = await served(rawServer((socket) => socket.once('data', () => socket.end())));
    expect(await reach('tls', framed.port)).toMatchObject({
      code: 'tls-refused',
      endedBy: 'fin',
      bytesReceived: 0,
    });
    const plain = await served(
      rawServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
    );
    expect(await reach('tls', plain.port)).toMatchObject({
      code: 'not-tls',
      plaintext: { protocol: 'http' },
    });
  });

  it('that closes before a ClientHello is full, not without TLS', async () => {
    const { port } = await served(rawServer((socket) => socket.destroy()));
    expect(await reach('tls', port)).toMatchObject({ code: 'closed-at-once' });
  });

  it('that breaks off in the middle has failed', async () => {
    const { port } = await served(
      rawServer((socket) => socket.once('data', () => socket.write('\x16\x03\x03'))),
    );
    expect(await reach('tls', port, { deadlineMs: 300 })).toMatchObject({ code: 'failed' });
  });
});

describe('a probe that is cancelled', () => {
  it.each(['udp', 'tcp', 'tls'] as const)('ends at once by %s', async (transport) => {
    const port =
      transport === 'udp'
        ? await udpServer(ADDRESS, () => undefined)
        : (await served(rawServer((socket) => socket.resume()))).port;
    const abort = new AbortController();
    const pending = reach(transport, port, { signal: abort.signal, deadlineMs: 60_000 });
    setImmediate(() => abort.abort());
    expect(await pending).toMatchObject({ code: 'failed', error: { errno: 'ECANCELED' } });
    expect(await reach(transport, port, { signal: AbortSignal.abort() })).toMatchObject({
      code: 'failed',
      error: { errno: 'ECANCELED' },
    });
  });

  it('by UDP takes only an address: a name would be resolved behind its back', async () => {
    await expect(reach('udp', 514, { address: 'localhost' })).rejects.toThrow(TypeError);
  });
});
