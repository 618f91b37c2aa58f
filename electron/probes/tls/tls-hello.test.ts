import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readClientHello } from '../../../lab/practice/client-hello.ts';
import {
  type Greeting,
  type HelloVariant,
  type TlsHelloOutcome,
  tlsHelloOutcomeSchema,
} from '../../contract/outcomes/tls-hello.ts';
import type { ProbeContext } from '../probe.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { type LoopbackServer, rawServer } from '../testing/tls-loopback-servers.ts';
import { tlsHello } from './tls-hello.ts';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(behaviour: (socket: Socket, count: number) => void): Promise<LoopbackServer> {
  const server = await rawServer(behaviour);
  servers.push(server);
  return server;
}

async function greet(
  { port }: { port: number },
  variants: readonly HelloVariant[] = ['small'],
  context: Partial<ProbeContext> = {},
): Promise<TlsHelloOutcome> {
  const input = { address: '127.0.0.1', port, servername: 'console.test', variants };
  return tlsHelloOutcomeSchema.parse(
    await tlsHello.run(input, testContext(context.deadlineMs ?? 2000, context)),
  );
}

const first = ({ greetings: [greeting] }: TlsHelloOutcome): Greeting => {
  if (greeting === undefined) throw new Error('no greeting');
  return greeting;
};

const record = (type: number, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([type, 3, 3, body.length >> 8, body.length & 0xff]), body]);

function serverHello(random: Buffer = Buffer.alloc(32, 7)): Buffer {
  const body = Buffer.concat([Buffer.from([3, 3]), random, Buffer.from([0, 0xc0, 0x2f, 0])]);
  return record(22, Buffer.concat([Buffer.from([2, 0, 0, body.length]), body]));
}

const RETRY = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');

/** Sends octets over and over as fast as they are taken; many at once, or the process that also reads them would do nothing but write. */
function flood(socket: Socket, octets: Uint8Array): void {
  const many = Buffer.concat(Array.from({ length: Math.ceil(16_384 / octets.length) }, () => octets));
  const go = (): void => {
    while (!socket.destroyed && socket.write(many));
  };
  socket.on('drain', go);
  go();
}

describe('one greeting', () => {
  it.each<[Greeting['code'], (socket: Socket) => void, Partial<Greeting>]>([
    [
      'server-hello',
      (socket) => socket.once('data', () => socket.write(serverHello())),
      { version: 'TLSv1.2', cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', isCipherOutdated: false },
    ],
    ['retry', (socket) => socket.once('data', () => socket.write(serverHello(RETRY))), {}],
    [
      'alert',
      (socket) => socket.once('data', () => socket.end(record(21, Buffer.from([2, 112])))),
      { alert: { level: 2, number: 112, name: 'unrecognized_name' } },
    ],
    [
      'closed',
      (socket) => socket.once('data', () => socket.end()),
      { bytesReceived: 0, endedBeforeHello: false },
    ],
    ['reset', (socket) => socket.once('data', () => socket.resetAndDestroy()), { endedBeforeHello: false }],
    ['silent', (socket) => socket.resume(), { bytesReceived: 0 }],
    [
      'not-tls',
      (socket) => socket.resume().write('SSH-2.0-OpenSSH_9.2\r\n'),
      { plaintext: { protocol: 'ssh', firstLine: 'SSH-2.0-OpenSSH_9.2' } },
    ],
    [
      'failed',
      (socket) => socket.once('data', () => socket.write(Buffer.from([22, 3, 3, 255, 255]))),
      { error: { errno: 'EPROTO', message: expect.stringContaining('impossible') } },
    ],
  ])('%s', async (code, behaviour, more) => {
    const server = await serve(behaviour);
    const outcome = await greet(server, ['small'], code === 'silent' ? { deadlineMs: 200 } : {});
    expect(first(outcome)).toMatchObject({ code, servername: 'console.test', ...more });
    await expect.poll(() => server.open()).toBe(0);
  });

  it('is read to its ServerHello past a warning', async () => {
    const warning = record(21, Buffer.from([1, 112]));
    const server = await serve((socket) =>
      socket.once('data', () => socket.write(Buffer.concat([warning, serverHello()]))),
    );
    expect(first(await greet(server))).toMatchObject({ code: 'server-hello' });
    const onlyWarned = await serve((socket) => socket.once('data', () => socket.end(warning)));
    expect(first(await greet(onlyWarned))).toMatchObject({ code: 'alert', alert: { level: 1, number: 112 } });
  });

  it('arrives whole and unanswered octets are not waited for', async () => {
    const seen: Buffer[] = [];
    const server = await serve((socket) =>
      socket.on('data', (bytes) => {
        seen.push(bytes);
        const hello = readClientHello(Buffer.concat(seen));
        if (hello !== undefined) socket.write(serverHello());
      }),
    );
    const outcome = await greet(server, ['large']);
    expect(first(outcome)).toMatchObject({ code: 'server-hello', sizeBytes: 1750 });
    expect(readClientHello(Buffer.concat(seen))).toMatchObject({
      recordBytes: 1750,
      servername: 'console.test',
    });
  });
});

describe('a hostile server costs one deadline', () => {
  it('with an octet at a time and never a whole record', async () => {
    const outcome = await greet(
      await serve((socket) => {
        socket.resume();
        const octets = [22, 3, 3, 64, 0];
        const next = (): void => {
          if (!socket.destroyed) socket.write(Buffer.from([octets.shift() ?? 0]), () => setImmediate(next));
        };
        next();
      }),
      ['small'],
      { deadlineMs: 300 },
    );
    expect(['silent', 'failed']).toContain(first(outcome).code);
    expect(first(outcome).version).toBeUndefined();
  });

  it.each([
    ['endless warnings', record(21, Buffer.from([1, 90]))],
    ['endless records of an unknown message', record(22, Buffer.from([99, 0, 0, 1, 0]))],
    ['a message of sixteen megabytes', record(22, Buffer.from([11, 255, 255, 255, ...Buffer.alloc(1000)]))],
    ['endless octets of no protocol', Buffer.alloc(65_536, 'x')],
  ])('with %s', async (_what, octets) => {
    const server = await serve((socket) => flood(socket, octets));
    const outcome = await greet(server, ['small', 'large', 'no-name']);
    for (const { code } of outcome.greetings) expect(['failed', 'not-tls']).toContain(code);
    await expect.poll(() => server.open()).toBe(0);
  });
});

describe('several greetings', () => {
  it('are made side by side, each on a connection of its own, and are compared in words', async () => {
    const arrived: Socket[] = [];
    const server = await serve((socket) =>
      socket.once('data', (bytes: Buffer) => {
        arrived.push(socket);
        const isNamed = readClientHello(bytes)?.servername === 'console.test';
        // Nobody is answered before all are there.
        if (arrived.length === 3) for (const each of arrived) each.emit('all');
        socket.once('all', () => (isNamed ? socket.resetAndDestroy() : socket.write(serverHello())));
        if (arrived.length === 3) socket.emit('all');
      }),
    );
    const outcome = await greet(server, ['small', 'no-name', 'other-name']);
    expect(outcome.greetings.map(({ variant, code }) => `${variant} ${code}`)).toEqual([
      'small reset',
      'no-name server-hello',
      'other-name server-hello',
    ]);
    expect(outcome.code).toBe('some-accepted');
    expect(tlsHello.judge(outcome)).toEqual({
      status: 'passed',
      reason: expect.stringMatching(
        /^At 127\.0\.0\.1:\d+ a ClientHello of \d+ bytes got a reset \(RST\) after .*; one without a servername got TLSv1\.2 in .*; one for example\.com got TLSv1\.2 in .*\.$/,
      ),
    });
    expect(outcome.raw.map(({ direction, what }) => `${direction} ${what}`)).toContain(
      'sent ClientHello small',
    );
  });

  it('say that all were accepted, that none was, and that none could be sent', async () => {
    const healthy = await serve((socket) => socket.once('data', () => socket.write(serverHello())));
    expect((await greet(healthy, ['small', 'no-name'])).code).toBe('all-accepted');
    const strict = await serve((socket) => socket.once('data', () => socket.destroy()));
    const none = await greet(strict, ['small', 'no-name']);
    expect(none.code).toBe('none-accepted');
    expect(tlsHello.judge(none).status).toBe('warned');
    const { port, close } = await rawServer(() => undefined);
    await close();
    const refused = await greet({ port }, ['small', 'no-name']);
    expect(refused.code).toBe('failed');
    expect(first(refused)).toMatchObject({ code: 'failed', error: { errno: 'ECONNREFUSED' } });
  });

  it('know an end that came before the greeting had left', async () => {
    // The reset comes with the accept, so the connection may be up and gone before it is looked at.
    const outcome = await greet(await serve((socket) => socket.resetAndDestroy()), [
      'small',
      'large',
      'no-name',
    ]);
    for (const { code, endedBeforeHello } of outcome.greetings) {
      expect(code).toBe('reset');
      expect(typeof endedBeforeHello).toBe('boolean');
    }
  });

  it('end at once when the run is cancelled, and are not begun for one that is', async () => {
    const controller = new AbortController();
    const server = await serve((socket) => void once(socket, 'data').then(() => controller.abort()));
    const outcome = await greet(server, ['small', 'large'], { signal: controller.signal });
    for (const { code, error } of outcome.greetings)
      expect([code, error?.errno]).toEqual(['failed', 'ECANCELED']);
    await expect.poll(() => server.open()).toBe(0);
    const before = server.connections();
    expect((await greet(server, ['small'], { signal: AbortSignal.abort() })).code).toBe('failed');
    // A later connection comes after all that were made before it.
    await greet(server, ['small'], { deadlineMs: 50 });
    expect(server.connections()).toBe(before + 1);
  });
});
