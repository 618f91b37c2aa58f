import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import type { Server, Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { guarded } from './guarded.ts';

/** Connections of one server at a time: far above what a run opens, far below what would hurt this machine. */
export const CONNECTION_LIMIT = 200;
/** A peer that says nothing for so long has gone; longer than every deadline of a check. */
export const IDLE_LIMIT_MS = 10_000;
/** Times that another port is tried when the one that IPv4 gave is taken on IPv6 or for UDP. */
const BIND_ATTEMPTS = 20;

type LoopbackAddress = '127.0.0.1' | '::1';

/** A server that is bound; `close` destroys what it holds and resolves when the port is free. */
export interface Bound {
  readonly port: number;
  readonly addresses: readonly LoopbackAddress[];
  close(): Promise<void>;
}

/** Binds one socket; rejects with the system's error. Port 0 means any free port. */
export type Bind = (
  address: LoopbackAddress,
  port: number,
) => Promise<{ readonly port: number; close(): Promise<void> }>;

/**
 * Binds all of `binds` to one and the same port on 127.0.0.1 and, where this machine has it, on ::1. Rejects when there is
 * no such port after a number of tries.
 */
export async function bindLoopback(binds: readonly Bind[]): Promise<Bound> {
  let lastError: unknown;
  for (let attempt = 0; attempt < BIND_ATTEMPTS; attempt++) {
    const bound: Awaited<ReturnType<Bind>>[] = [];
    try {
      const addresses = await bindEverywhere(binds, bound);
      const port = bound[0]?.port ?? 0;
      let closing: Promise<unknown> | undefined;
      const close = async (): Promise<void> => {
        closing ??= Promise.all(bound.map((one) => one.close()));
        await closing;
      };
      return { port, addresses, close };
    } catch (error) {
      lastError = error;
      await Promise.all(bound.map((one) => one.close()));
      if (!isTaken(error)) break;
    }
  }
  throw lastError;
}

async function bindEverywhere(
  binds: readonly Bind[],
  bound: Awaited<ReturnType<Bind>>[],
): Promise<LoopbackAddress[]> {
  for (const bind of binds) bound.push(await bind('127.0.0.1', bound[0]?.port ?? 0));
  try {
    for (const bind of binds) bound.push(await bind('::1', bound[0]?.port ?? 0));
  } catch (error) {
    if (isTaken(error)) throw error;
    // EADDRNOTAVAIL, EAFNOSUPPORT: no IPv6 on this machine, and the site does without.
    return ['127.0.0.1'];
  }
  return ['127.0.0.1', '::1'];
}

/** EACCES: Windows keeps ranges of ports for itself, and answers so for a port of such a range. */
const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');

/** Binds a TCP server with its connections counted, its idle sockets destroyed and its errors contained. */
export function bindTcp(createServer: () => Server, idleLimitMs = IDLE_LIMIT_MS): Bind {
  const sockets = new Set<Socket>();
  return async (address, port) => {
    const server = createServer();
    watchConnections(server, sockets, idleLimitMs);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port, ipv6Only: true }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    // EMFILE and the like at accept: that connection is lost, the server stays.
    server.on('error', () => undefined);
    const found = server.address();
    return {
      port: typeof found === 'object' && found !== null ? found.port : port,
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          for (const socket of sockets) socket.destroy();
        }),
    };
  };
}

function watchConnections(server: Server, sockets: Set<Socket>, idleLimitMs: number): void {
  const destroyWhenIdle = (socket: Socket): void => {
    // A reset by the peer is the peer's affair; without a listener it would end the process.
    socket.on('error', () => undefined);
    socket.setTimeout(idleLimitMs, () => socket.destroy());
  };
  server.on('connection', (socket: Socket) => {
    if (sockets.size >= CONNECTION_LIMIT) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Under TLS this socket sees no data of its own, so its timer would cut busy connections; the handshake has its own limit.
    if (server instanceof TlsServer) socket.on('error', () => undefined);
    else destroyWhenIdle(socket);
  });
  server.on('secureConnection', destroyWhenIdle);
}

/** Answers one datagram, or says nothing; `reply` sends to where the datagram came from. */
export type OnDatagram = (bytes: Buffer, from: RemoteInfo, reply: (bytes: Uint8Array) => void) => void;

/** Binds a UDP socket whose errors are contained: a datagram that is not understood costs nothing but itself. */
export function bindUdp(onDatagram: OnDatagram): Bind {
  return async (address, port) => {
    const socket: UdpSocket =
      address === '::1'
        ? createSocket({ type: 'udp6', ipv6Only: true, reuseAddr: false })
        : createSocket({ type: 'udp4', reuseAddr: false });
    const shut = { destroy: () => undefined };
    socket.on(
      'message',
      guarded(shut, (bytes: Buffer, from: RemoteInfo) =>
        onDatagram(bytes, from, (answer) => socket.send(answer, from.port, from.address, () => undefined)),
      ),
    );
    const close = (): Promise<void> => new Promise((resolve) => socket.close(() => resolve()));
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.bind({ address, port, exclusive: true }, () => {
          socket.off('error', reject);
          resolve();
        });
      });
    } catch (error) {
      await close();
      throw error;
    }
    // ECONNREFUSED from a client that left before its answer: nobody is waiting for it.
    socket.on('error', () => undefined);
    return { port: socket.address().port, close };
  };
}
