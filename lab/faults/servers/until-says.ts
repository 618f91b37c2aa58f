import { connect } from 'node:net';

// Asks a server that greets until its greeting holds a text: `node until-says.ts ADDRESS PORT TEXT`. Says so, and ends.
const [address = '', port = '', text = ''] = process.argv.slice(2);
const ask = (): void => {
  let heard = '';
  const socket = connect({ host: address, port: Number(port) });
  socket.setEncoding('utf8').on('data', (part: string) => {
    heard += part;
    if (heard.includes(text)) {
      process.stdout.write('said\n');
      process.exit(0);
    }
    if (heard.includes('\n')) socket.destroy();
  });
  socket.on('error', () => socket.destroy());
  socket.once('close', () => setTimeout(ask, 50));
};
ask();
