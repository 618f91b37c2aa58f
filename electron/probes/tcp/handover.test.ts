import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { httpGet } from '../http/http.ts';
import { natsGreeting } from '../nats/nats.ts';
import { testContext } from '../testing/tcp-test-context.ts';
import { issue, makeAuthority } from '../testing/test-certificates.ts';
import { tlsHandshake } from '../tls/tls.ts';
import { Handover } from './handover.ts';
import { tcpConnect } from './tcp.ts';

const authority = makeAuthority({ commonName: 'Handover root' });
const { fullChainPem, privateKeyPem } = issue(authority, { ipAddresses: ['127.0.0.1'] });

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function portOf(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A web server that counts its connections; `onSecure` may end one before anything is asked on it. */
async function webServer(onSecure: (socket: TLSSocket, count: number) => void = () => undefined) {
  const { createServer: createHttps } = await import('node:https');
  let connections = 0;
  let secured = 0;
  const server = createHttps({ cert: fullChainPem, key: privateKeyPem }, (_, answer) => answer.end('ok'));
  server.on('connection', () => {
    connections += 1;
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    secured += 1;
    onSecure(socket, secured);
  });
  return { port: await portOf(server), connections: () => connections };
}

/** TCP, TLS and HTTP as the Console's chain plans them. */
async function chain(port: number) {
  const [opened, secured] = [new Handover<Socket>(), new Handover<TLSSocket>()];
  const address = '127.0.0.1';
  const caPem = authority.certificatePem;
  const tcp = await tcpConnect.run({ address, port, leaveTo: opened }, testContext(4000));
  const tls = await tlsHandshake.run(
    { address, port, servername: null, expectedName: address, caPem, connection: opened, leaveTo: secured },
    testContext(5000),
  );
  const http = await httpGet.run(
    { address, port, host: address, caPem, connection: secured },
    testContext(5000),
  );
  return { tcp, tls, http };
}

describe('a chain of checks', () => {
  it('goes on where the one before left off: one connection for TCP, TLS and HTTP', async () => {
    const { port, connections } = await webServer();
    const { tcp, tls, http } = await chain(port);
    expect([tcp.code, tls.code, http.code, http.status]).toEqual(['open', 'established', 'answered', 200]);
    expect(tls.faults).toEqual([]);
    expect(connections()).toBe(1);
    // Times of what was not done are not made up.
    expect(tls.timings.connectMs).toBeUndefined();
    expect(http.timings).toEqual({ firstByteMs: expect.any(Number) });
  });

  it('asks once more on a connection of its own when the server has ended the one that was left', async () => {
    const { port, connections } = await webServer((socket, count) => {
      if (count === 1) socket.end();
    });
    const { tls, http } = await chain(port);
    expect([tls.code, http.code, http.status]).toEqual(['established', 'answered', 200]);
    expect(connections()).toBe(2);
  });

  it('says what it would say of a server that hangs up on everybody', async () => {
    for (const hangUp of ['end', 'destroy', 'resetAndDestroy'] as const) {
      const port = await portOf(
        createServer((socket) => {
          socket.on('error', () => undefined);
          socket[hangUp]();
        }),
      );
      const opened = new Handover<Socket>();
      const tcp = await tcpConnect.run({ address: '127.0.0.1', port, leaveTo: opened }, testContext(4000));
      if (tcp.code !== 'open') continue;
      const tls = await tlsHandshake.run(
        { address: '127.0.0.1', port, servername: null, expectedName: '127.0.0.1', connection: opened },
        testContext(4000),
      );
      expect(['closed', 'reset']).toContain(tls.code);
      expect(tls).toMatchObject({ bytesReceived: 0, closedBeforeHello: true });
    }
  });

  it('keeps a greeting that came before anybody listened to it', async () => {
    let connections = 0;
    const port = await portOf(
      createServer((socket) => {
        connections += 1;
        socket.on('error', () => undefined);
        socket.write('INFO {"version":"2.10.22","proto":1,"auth_required":true}\r\n');
        socket.once('data', () => socket.end("-ERR 'Authorization Violation'\r\n"));
      }),
    );
    const opened = new Handover<Socket>();
    await tcpConnect.run({ address: '127.0.0.1', port, leaveTo: opened }, testContext(4000));
    // A turn of the event loop, in which the greeting arrives.
    await new Promise((resolve) => setImmediate(resolve));
    const nats = await natsGreeting.run(
      { address: '127.0.0.1', port, servername: null, connection: opened },
      testContext(4000),
    );
    expect(nats).toMatchObject({ code: 'needs-login', info: { version: '2.10.22' } });
    expect(connections).toBe(1);
  });

  it('leaves no connection behind when a check is cancelled in the middle', async () => {
    const closed: Promise<unknown>[] = [];
    const port = await portOf(
      createServer((socket) => {
        socket.on('error', () => undefined);
        socket.resume();
        closed.push(once(socket, 'close'));
      }),
    );
    const opened = new Handover<Socket>();
    await tcpConnect.run({ address: '127.0.0.1', port, leaveTo: opened }, testContext(4000));
    const abort = new AbortController();
    const shaking = tlsHandshake.run(
      { address: '127.0.0.1', port, servername: null, expectedName: '127.0.0.1', connection: opened },
      testContext(5000, { signal: abort.signal }),
    );
    setImmediate(() => abort.abort());
    expect(await shaking).toMatchObject({ code: 'failed', error: { errno: 'ECANCELED' } });
    await Promise.all(closed);
  });
});

describe('a connection that was left', () => {
  const pair = async (): Promise<{ left: Socket; far: Socket }> => {
    const server = createServer();
    const port = await portOf(server);
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const { connect } = await import('node:net');
    const left = connect({ host: '127.0.0.1', port });
    left.on('error', () => undefined);
    await once(left, 'connect');
    const [far] = await accepted;
    far.on('error', () => undefined);
    return { left, far };
  };

  it('is handed on once', async () => {
    const { left } = await pair();
    const handover = new Handover<Socket>();
    handover.leave(left, 7);
    expect(handover.take()).toEqual({ socket: left, roundTripMs: 7 });
    expect(handover.take()).toBeUndefined();
    left.destroy();
  });

  it('is not handed on when it died meanwhile', async () => {
    const { left, far } = await pair();
    const handover = new Handover<Socket>();
    handover.leave(left, 7);
    far.resetAndDestroy();
    await new Promise((resolve) => left.once('close', resolve));
    expect(handover.take()).toBeUndefined();
  });

  it('is cut when nobody takes it', async () => {
    const { left, far } = await pair();
    far.resume();
    new Handover<Socket>().leave(left, 7);
    await once(far, 'close');
    expect(left.destroyed).toBe(true);
  });
});
