import { connect } from 'node:net';

// Takes a place in a server that has few, and keeps it: `node hold-connection.ts ADDRESS PORT`. Says so when it has it.
const [address = '', port = ''] = process.argv.slice(2);
const socket = connect({ host: address, port: Number(port) });
socket.on('data', () => process.stdout.write('held\n'));
socket.once('connect', () => {
  // A NATS server counts a client only once it has introduced itself.
  socket.write('CONNECT {"verbose":false,"lang":"lab","version":"1"}\r\nPING\r\n');
  process.stdout.write('connected\n');
});
