import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { guarded } from './guarded.ts';
import { type Bound, bindLoopback, bindTcp } from './loopback.ts';

/** Longest protocol line, as in nats-server (`max_control_line`). */
const LINE_LIMIT_BYTES = 4096;
/** How long a client may take to log in, as in nats-server (`authorization.timeout`). */
const LOGIN_LIMIT_MS = 2000;

/**
 * A NATS server that wants credentials which nobody has, as an AIR Console's does: it greets with INFO, refuses the first
 * operation with `-ERR 'Authorization Violation'`, and a client that says nothing with `-ERR 'Authentication Timeout'`.
 */
export async function startNatsServer(loginLimitMs = LOGIN_LIMIT_MS): Promise<Bound> {
  const serverId = makeServerId();
  let clients = 0;
  return bindLoopback([
    bindTcp(() =>
      createServer((socket) =>
        guarded(socket, () => {
          clients += 1;
          greet(socket, serverId, clients, loginLimitMs);
        })(),
      ),
    ),
  ]);
}

/** The greeting of a server for clients that wants a login, with `more` in it or in place of it, as one line. */
export function infoLine(socket: Socket, serverId: string, more: object = {}): string {
  const info = {
    server_id: serverId,
    server_name: 'practice',
    version: '2.10.22',
    proto: 1,
    headers: true,
    host: '0.0.0.0',
    port: socket.localPort,
    auth_required: true,
    max_payload: 1_048_576,
    client_ip: socket.remoteAddress,
    ...more,
  };
  return `INFO ${JSON.stringify(info)} \r\n`;
}

/** An id as nats-server makes one from its key. */
export const makeServerId = (): string => `N${randomBytes(30).toString('hex').toUpperCase().slice(0, 55)}`;

function greet(socket: Socket, serverId: string, clientId: number, loginLimitMs: number): void {
  socket.write(infoLine(socket, serverId, { client_id: clientId }));
  const login = setTimeout(() => refuse(socket, 'Authentication Timeout'), loginLimitMs);
  socket.once('close', () => clearTimeout(login));
  let line: Buffer = Buffer.alloc(0);
  socket.on(
    'data',
    guarded(socket, (bytes: Buffer) => {
      if (socket.writableEnded) return;
      line = Buffer.concat([line, bytes.subarray(0, LINE_LIMIT_BYTES + 1)]);
      // Before a login only CONNECT is heard to its end; any other first letter is refused as it comes.
      const isConnect = /^c/i.test(line.toString('latin1', 0, 1));
      if (!isConnect || line.includes('\n')) refuse(socket, 'Authorization Violation');
      else if (line.length > LINE_LIMIT_BYTES) refuse(socket, 'maximum control line exceeded');
    }),
  );
}

/** Takes leave with an error, as nats-server does. */
export function refuse(socket: Socket, reason: string): void {
  if (!socket.writableEnded) socket.end(`-ERR '${reason}'\r\n`);
}
