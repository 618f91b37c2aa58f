/**
 * The program of a Console in a namespace of its own: HTTPS on 443 and 8443 and a NATS server that wants a login, on each of
 * `addresses`; on `closing` a server that hangs up on everybody, on `crowded` one that never takes a connection. The argument
 * is JSON, with `cert` and `key` as PEM. Writes a line when it listens, and ends by itself.
 */
export const CONSOLE_SERVER = `
const { createServer } = await import('node:https');
const net = await import('node:net');
const { Worker } = await import('node:worker_threads');
const { addresses, closing, crowded, ...tls } = JSON.parse(process.argv.at(-1));
const listening = [];
const listen = (server, host, port) => listening.push(new Promise((done) => server.listen({ host, port }, done)));
for (const host of addresses) {
  for (const port of [443, 8443]) listen(createServer(tls, (_, answer) => answer.end('ok')), host, port);
  listen(net.createServer((socket) => {
    socket.on('error', () => {});
    socket.write('INFO {"version":"2.10.22","proto":1,"auth_required":true}\\r\\n');
    socket.once('data', () => socket.end("-ERR 'Authorization Violation'\\r\\n"));
  }), host, 4222);
}
for (const port of closing === undefined ? [] : [443, 8443])
  listen(net.createServer((socket) => socket.destroy()), closing, port);
await Promise.all(listening);
// Two may wait in the queue of the kernel, and nobody ever takes them.
if (crowded === undefined) console.log('listening');
else new Worker(\`const { createServer } = require('node:net');
  createServer().listen({ host: '\${crowded}', port: 443, backlog: 1 }, () => {
    require('node:worker_threads').parentPort.postMessage('stuck');
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });\`, { eval: true, execArgv: [] }).once('message', () => console.log('listening'));
setTimeout(() => process.exit(), 90000);`;

/** Arguments for Node to run a module from its text, with one value that it finds as JSON in its last argument. */
export const nodeArguments = (code: string, value: object): string[] => [
  '--input-type=module',
  '--eval',
  code,
  JSON.stringify(value),
];
