import { createSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type SyslogMessageOutcome,
  syslogMessageOutcomeSchema,
} from '../../contract/outcomes/syslog-message.ts';
import { freePorts } from '../testing/free-ports.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { type LoopbackServer, rawServer, tlsServer } from '../testing/tls-loopback-servers.ts';
import { syslogSend } from './syslog-send.ts';
import type { SyslogSendInput } from './syslog-send-input.ts';
import { TEST_MESSAGE } from './testing/test-message.ts';

const ADDRESS = '127.0.0.1';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function served(server: Promise<LoopbackServer>): Promise<number> {
  const running = await server;
  closers.push(() => running.close());
  return running.port;
}

async function send(
  port: number,
  more: Partial<SyslogSendInput> & { deadlineMs?: number; signal?: AbortSignal } = {},
): Promise<SyslogMessageOutcome> {
  const { deadlineMs = 2500, signal = new AbortController().signal, ...rest } = more;
  const outcome = await syslogSend.run(
    {
      ...{ address: ADDRESS, port, servername: 'localhost', expectedName: 'localhost', ...TEST_MESSAGE },
      ...{ transport: 'tcp', format: 'rfc5424', framing: 'newline' },
      ...rest,
    } satisfies SyslogSendInput,
    testContext(deadlineMs, { signal }),
  );
  return syslogMessageOutcomeSchema.parse(outcome);
}

/** Collects what clients send, and does something once the first octets are there. */
function receiver(onData: (socket: Socket) => void = () => undefined): {
  readonly server: Promise<LoopbackServer>;
  readonly text: () => string;
} {
  let text = '';
  const server = rawServer((socket) => {
    socket.on('data', (bytes: Buffer) => {
      if (text === '') setImmediate(() => onData(socket));
      text += bytes.toString('utf8');
    });
  });
  return { server, text: () => text };
}

const certificate = () => {
  const { fullChainPem, privateKeyPem } = issue(makeAuthority({ commonName: 'Test Root' }), {
    dnsNames: ['localhost'],
  });
  return { cert: fullChainPem, key: privateKeyPem };
};

describe('a test message by UDP', () => {
  it('is one datagram without a frame', async () => {
    const datagrams: string[] = [];
    const socket = createSocket('udp4', (bytes) => datagrams.push(bytes.toString('utf8')));
    await new Promise<void>((resolve) => socket.bind(0, ADDRESS, resolve));
    closers.push(() => socket.close());
    const outcome = await send(socket.address().port, { transport: 'udp' });
    expect(outcome).toMatchObject({ code: 'udp-sent', framing: 'none', wasSent: true });
    expect(datagrams).toEqual([outcome.message]);
    expect(syslogSend.judge(outcome).reason).toContain('UDP gives no receipt: look for airway-7f3kabcdef');
  });

  it('to a closed port is refused', async () => {
    const [port = 0] = await freePorts(1);
    const outcome = await send(port, { transport: 'udp' });
    expect(outcome).toMatchObject({ code: 'udp-closed', error: { errno: 'ECONNREFUSED' }, wasSent: true });
  });
});

describe('a test message by TCP', () => {
  it.each([
    ['newline', (message: string) => `${message}\n`],
    ['octet-counting', (message: string) => `${message.length} ${message}`],
  ] as const)('is written once, by %s, and proves nothing', async (framing, frame) => {
    const { server, text } = receiver();
    const outcome = await send(await served(server), { framing });
    expect(outcome).toMatchObject({ code: 'written', framing, wasSent: true, bytesReceived: 0 });
    expect(text()).toBe(frame(outcome.message));
    expect(syslogSend.judge(outcome)).toEqual({
      status: 'passed',
      reason: expect.stringContaining('that is no receipt: look for airway-7f3kabcdef'),
    });
  });

  it('that ends the connection is no success, whichever way it ends', async () => {
    const closing = await send(await served(receiver((socket) => socket.end()).server));
    expect(closing).toMatchObject({ code: 'closed-after-data', endedBy: 'fin', wasSent: true });
    expect(closing.timings.keptMs).toBeDefined();
    expect(syslogSend.judge(closing).status).toBe('failed');
    const resetting = await send(await served(receiver((socket) => socket.resetAndDestroy()).server));
    expect(resetting).toMatchObject({ code: 'closed-after-data', endedBy: 'rst' });
  });

  it('is not written where the receiver has hung up before', async () => {
    for (const hangUp of [(socket: Socket) => socket.end(), (socket: Socket) => socket.resetAndDestroy()]) {
      const outcome = await send(await served(rawServer(hangUp)));
      expect(outcome).toMatchObject({ code: 'closed-at-once', wasSent: false });
      expect(outcome.raw).toEqual([]);
    }
  });

  it('that is answered went to something else', async () => {
    const web = receiver((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await send(await served(web.server))).toMatchObject({
      code: 'answered',
      plaintext: { protocol: 'http' },
      wasSent: true,
    });
    const tls = receiver((socket) => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 10])));
    const alerted = await send(await served(tls.server));
    expect(alerted).toMatchObject({ code: 'answered', alert: { number: 10, name: 'unexpected_message' } });
    expect(alerted.plaintext).toBeUndefined();
    expect(syslogSend.judge(alerted).reason).toContain('TLS alert 10');
  });

  it('is not written to a server that speaks first', async () => {
    const port = await served(rawServer((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n')));
    const outcome = await send(port);
    expect(outcome).toMatchObject({ code: 'answered', wasSent: false, plaintext: { protocol: 'ssh' } });
    expect(syslogSend.judge(outcome).reason).toContain('before anything was sent');
  });

  it('to a server that sends without end costs a few kilobytes', async () => {
    const flood = receiver((socket) => {
      const pour = (): void => {
        while (socket.writable && socket.write(Buffer.alloc(65_536, 0x41)));
      };
      socket.on('drain', pour);
      pour();
    });
    expect(await send(await served(flood.server))).toMatchObject({ code: 'answered', bytesReceived: 4096 });
  });

  it('to a closed port was never sent', async () => {
    const [port = 0] = await freePorts(1);
    expect(await send(port)).toMatchObject({
      code: 'failed',
      wasSent: false,
      error: { errno: 'ECONNREFUSED' },
    });
  });
});

describe('a test message by TLS', () => {
  it('is written behind the handshake', async () => {
    let text = '';
    const server = tlsServer(certificate(), (socket) =>
      socket.on('data', (bytes: Buffer) => {
        text += bytes.toString('utf8');
      }),
    );
    const outcome = await send(await served(server), { transport: 'tls', framing: 'octet-counting' });
    expect(outcome).toMatchObject({ code: 'written', tlsVersion: 'TLSv1.3', wasSent: true });
    expect(text).toBe(`${outcome.message.length} ${outcome.message}`);
  });

  it('that ends the session is no success', async () => {
    const server = tlsServer(certificate(), (socket) => socket.once('data', () => socket.end()));
    expect(await send(await served(server), { transport: 'tls' })).toMatchObject({
      code: 'closed-after-data',
      endedBy: 'fin',
    });
  });

  it('is not sent without a handshake', async () => {
    const closing = receiver((socket) => socket.end());
    expect(await send(await served(closing.server), { transport: 'tls' })).toMatchObject({
      code: 'tls-failed',
      wasSent: false,
    });
    expect(closing.text()).not.toContain(TEST_MESSAGE.token);
    const silent = receiver();
    const late = await send(await served(silent.server), { transport: 'tls', deadlineMs: 300 });
    expect(late).toMatchObject({ code: 'tls-failed', wasSent: false, error: { errno: 'ETIMEDOUT' } });
  });
});

describe('a message whose run is cancelled', () => {
  it.each(['udp', 'tcp', 'tls'] as const)('is given up at once by %s', async (transport) => {
    const port = await served(receiver().server);
    expect(await send(port, { transport, signal: AbortSignal.abort() })).toMatchObject({
      code: 'failed',
      wasSent: false,
      error: { errno: 'ECANCELED' },
    });
  });

  it('ends while it is being watched, and says that it may have arrived', async () => {
    const abort = new AbortController();
    const { server, text } = receiver(() => abort.abort());
    const outcome = await send(await served(server), { signal: abort.signal, deadlineMs: 60_000 });
    expect(outcome).toMatchObject({ code: 'failed', wasSent: true, error: { errno: 'ECANCELED' } });
    expect(text()).toContain(TEST_MESSAGE.token);
    expect(syslogSend.judge(outcome).reason).toContain('it may have arrived');
  });
});

describe('the sentence on a message', () => {
  it.each(syslogMessageOutcomeSchema.shape.code.options)('of %s reads well with little known', (code) => {
    const { reason } = syslogSend.judge({
      ...{ kind: 'syslog-message', code, address: 'fd00::5', port: 514, transport: 'tcp' },
      ...{ format: 'cef', framing: 'newline', token: TEST_MESSAGE.token, message: '', wasSent: false },
      ...{ bytesReceived: 0, raw: [], timings: {}, elapsedMs: 3 },
    } as SyslogMessageOutcome);
    expect(reason).toContain('[fd00::5]:514');
    expect(reason).not.toMatch(/undefined|NaN|\[object/);
  });
});
