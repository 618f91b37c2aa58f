import { createSocket } from 'node:dgram';

// A resolver that answers every question with one RCODE (RFC 1035 §4.1.1): `node dns-rcode.ts RCODE ADDRESS [truncated]`,
// with the TC bit where that is wanted.
const [rcode = '2', address = '', truncated] = process.argv.slice(2);
const socket = createSocket('udp4');
socket.on('message', (query, { port, address: client }) => {
  if (query.length < 12) return;
  const answer = Buffer.from(query);
  // QR and RA, the opcode and RD as asked.
  answer[2] = (query[2] ?? 0) | 0x80 | (truncated === undefined ? 0 : 0x02);
  answer[3] = 0x80 | (Number(rcode) & 0x0f);
  socket.send(answer, port, client);
});
socket.bind(53, address);
