import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

// A hostile little server in its own process: `node stand.ts KIND ADDRESS PORT [ADDRESS PORT]...`.

const BEHAVIOURS: Readonly<Record<string, (socket: Socket) => void>> = {
  holds: (socket) => void socket.resume(),
  closes: (socket) => void socket.end(),
  resets: (socket) => void socket.resetAndDestroy(),
  'resets-on-data': (socket) => void socket.once('data', () => socket.resetAndDestroy()),
  ssh: (socket) => void socket.resume().write('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'),
  http: (socket) =>
    void socket.once('data', () =>
      socket.end('HTTP/1.1 400 Bad Request\r\nServer: lab\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
    ),
  'proxy-tls-only': (socket) => {
    socket.once('data', (head: Buffer) => {
      const [, host = '', port = ''] = /^CONNECT ([^: ]+):(\d+) /.exec(head.toString('latin1')) ?? [];
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (port === '4222') {
        setTimeout(() => socket.resetAndDestroy(), 300);
        return;
      }
      const origin = connect({ host: host === 'console.lab.test' ? '10.99.2.2' : host, port: Number(port) });
      origin.on('error', () => socket.destroy());
      origin.pipe(socket).pipe(origin);
    });
  },
  'nats-tls-cut': (socket) => {
    socket.write('INFO {"server_id":"LAB","version":"2.9.10","proto":1,"port":4222,"tls_required":true}\r\n');
    socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 80])));
  },
  'nats-refuses': (socket) => {
    socket.write('INFO {"server_id":"LAB","version":"2.9.10","proto":1,"port":4222}\r\n');
    socket.once('data', () => socket.end("-ERR 'Server is in lame duck mode'\r\n"));
  },
  'name-filter': (socket) => {
    socket.once('data', (hello: Buffer) => {
      if (hello.includes('console.lab.test')) {
        socket.resetAndDestroy();
        return;
      }
      // It stands a thousand ports above the server that it guards.
      const origin = connect({ host: '10.99.2.2', port: (socket.localPort ?? 0) - 1000 });
      origin.on('error', () => socket.destroy());
      origin.write(hello);
      origin.pipe(socket).pipe(origin);
    });
  },
  'nats-cut': (socket) => {
    socket.write(
      'INFO {"server_id":"LAB","version":"2.9.10","proto":1,"port":4222,"max_payload":1048576}\r\n',
    );
    socket.once('data', () => socket.resetAndDestroy());
  },
};

const [kind = '', ...places] = process.argv.slice(2);
const listening: Promise<unknown>[] = [];
for (let index = 0; index + 1 < places.length; index += 2) {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    BEHAVIOURS[kind]?.(socket);
  });
  listening.push(once(server, 'listening'));
  server.listen({ host: places[index], port: Number(places[index + 1]), backlog: kind === 'full' ? 1 : 511 });
}
// A process that stands still accepts nothing: the kernel keeps the few connections that fit into the queue, and no more.
if (kind === 'full') void Promise.all(listening).then(() => process.kill(process.pid, 'SIGSTOP'));
