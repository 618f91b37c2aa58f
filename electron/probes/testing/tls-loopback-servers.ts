import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';

/** A server of a test on a free port of 127.0.0.1. */
export interface LoopbackServer {
  readonly port: number;
  /** Connections that were accepted so far. */
  connections(): number;
  /** Connections that are still open. */
  open(): number;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

/** A server of plain octets; `serve` may do to a connection whatever a hostile server would. */
export const rawServer = (serve: (socket: Socket, count: number) => void): Promise<LoopbackServer> => {
  let count = 0;
  return listen(
    createServer({ noDelay: true }, (socket) => {
      count += 1;
      serve(socket, count);
    }),
  );
};

/** Node's own TLS server. */
export function tlsServer(options: TlsOptions, serve?: (socket: TLSSocket) => void): Promise<LoopbackServer> {
  const server = createTlsServer(options, (socket) => {
    socket.on('error', () => socket.destroy());
    if (serve === undefined) socket.resume();
    else serve(socket);
  });
  server.on('tlsClientError', () => undefined);
  return listen(server);
}

async function listen(server: Server): Promise<LoopbackServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    port: address.port,
    connections: () => connections,
    open: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
