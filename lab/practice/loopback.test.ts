import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { holdClosedPort } from './closed-port.ts';
import { guarded } from './guarded.ts';
import { type Bound, bindLoopback, bindTcp, bindUdp, CONNECTION_LIMIT } from './loopback.ts';
import { talkTcp } from './wire-client.ts';

let server: Bound | undefined;
afterEach(() => server?.close());

const echo = (socket: Socket): void => {
  socket.on('data', (bytes) => socket.write(bytes));
};
const listenOn = (port: number): Promise<string> =>
  new Promise((resolve) => {
    const other = createServer();
    other.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    other.listen({ host: '127.0.0.1', port }, () => other.close(() => resolve('listening')));
  });

describe('bindLoopback', () => {
  it('binds TCP and UDP to one port', async () => {
    server = await bindLoopback([bindTcp(() => createServer(echo)), bindUdp(() => undefined)]);
    expect(server.addresses).toContain('127.0.0.1');
    const { bytes } = await talkTcp({ port: server.port, send: 'x', enough: () => true });
    expect(bytes.toString()).toBe('x');
    await expect(bindUdp(() => undefined)('127.0.0.1', server.port)).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('leaves nothing bound when one of its sockets cannot be', async () => {
    let bound = 0;
    const broken = bindLoopback([
      async (address, port) => {
        const tcp = await bindTcp(() => createServer())(address, port);
        bound = tcp.port;
        return tcp;
      },
      () => Promise.reject(new Error('no such socket')),
    ]);
    await expect(broken).rejects.toThrow('no such socket');
    expect(await listenOn(bound)).toBe('listening');
  });

  it('tries another port when the first is taken for UDP', async () => {
    let attempts = 0;
    server = await bindLoopback([
      bindTcp(() => createServer(echo)),
      (address, port) => {
        attempts += 1;
        const taken = Object.assign(new Error('taken'), { code: 'EADDRINUSE' });
        return attempts === 1 ? Promise.reject(taken) : bindUdp(() => undefined)(address, port);
      },
    ]);
    expect(attempts).toBeGreaterThan(1);
    const { bytes } = await talkTcp({ port: server.port, send: 'x', enough: () => true });
    expect(bytes.toString()).toBe('x');
  });
});

describe('bindTcp', () => {
  it('turns away connections above the limit and keeps those that it has', async () => {
    server = await bindLoopback([bindTcp(() => createServer(echo))]);
    const { port } = server;
    const held: Socket[] = [];
    for (let count = 0; count < CONNECTION_LIMIT; count++) {
      const socket = connect({ host: '127.0.0.1', port });
      socket.on('error', () => undefined);
      held.push(socket);
      await new Promise((resolve) => {
        socket.once('data', resolve);
        socket.write('x');
      });
    }
    expect((await talkTcp({ port })).ended).toBe('fin');
    const [first] = held;
    const answer = new Promise((resolve) => first?.once('data', resolve));
    first?.write('still here');
    expect(String(await answer)).toBe('still here');
    for (const socket of held) socket.destroy();
  });

  it('destroys a connection that stays idle', async () => {
    server = await bindLoopback([bindTcp(() => createServer(echo), 50)]);
    expect((await talkTcp({ port: server.port })).ended).toBe('fin');
  });

  it('loses only the connection whose listener throws', async () => {
    server = await bindLoopback([
      bindTcp(() =>
        createServer((socket) => {
          socket.on(
            'data',
            guarded(socket, (bytes: Buffer) => {
              if (bytes.toString() === 'bad') throw new Error('provoked');
              socket.write(bytes);
            }),
          );
        }),
      ),
    ]);
    const { port } = server;
    expect(await talkTcp({ port, send: 'bad' })).toEqual({ bytes: Buffer.alloc(0), ended: 'fin' });
    const { bytes } = await talkTcp({ port, send: 'good', enough: () => true });
    expect(bytes.toString()).toBe('good');
  });
});

describe('holdClosedPort', () => {
  it('refuses every connection, and leaves the port free when it is closed', async () => {
    const held = await holdClosedPort();
    server = held;
    const seen = new Set<string>();
    for (let count = 0; count < 100; count++) seen.add((await talkTcp({ port: held.port })).ended);
    expect([...seen]).toEqual(['ECONNREFUSED']);
    await held.close();
    expect(await listenOn(held.port)).toBe('listening');
  });
});
