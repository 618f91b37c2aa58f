import { connect } from 'node:net';

// Takes a place in a server that has few, and keeps it: `node hold-connection.ts ADDRESS PORT [quiet]`. Says so when it
// has it; `quiet` sends nothing.
const [address = '', port = '', quiet] = process.argv.slice(2);
const socket = connect({ host: address, port: Number(port) });
socket.on('data', () => process.stdout.write('held\n'));
socket.once('connect', () => {
  // A NATS server counts a client only once it has introduced itself.
  if (quiet === undefined) socket.write('CONNECT {"verbose":false,"lang":"lab","version":"1"}\r\nPING\r\n');
  process.stdout.write('connected\n');
});
