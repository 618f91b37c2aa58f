import { connect, type Socket } from 'node:net';
import { type DnsAnswer, encodeQuery, readResponse } from './dns-message.ts';
import { atDeadline, type ResolverAsk } from './resolver-ask.ts';

/** How the exchange over TCP ended. `unfinished`: no connection or no whole message until the deadline or the peer's close. */
type TcpEnding =
  | { readonly kind: 'answer'; readonly answer: DnsAnswer }
  | { readonly kind: 'malformed' | 'unfinished' }
  | { readonly kind: 'failed'; readonly error: Error };

const LENGTH_BYTES = 2;

/** Asks over TCP, each message behind its length in two bytes (RFC 7766 §8). One message is read, at most 65535 bytes. */
export async function askOverTcp(ask: ResolverAsk): Promise<TcpEnding> {
  if (ask.signal.aborted) return { kind: 'unfinished' };
  const { address, port } = ask.resolver;
  const socket = connect({ host: address, port, autoSelectFamily: false });
  try {
    const message = await firstMessage(socket, ask);
    if (!(message instanceof Uint8Array)) return message;
    ask.record('received', `DNS response ${ask.question.type} over TCP`, message);
    const reading = readResponse(message, ask.question, ask.id, true);
    return reading.kind === 'answer' ? reading : { kind: 'malformed' };
  } finally {
    socket.destroy();
  }
}

function firstMessage(socket: Socket, ask: ResolverAsk): Promise<Uint8Array | TcpEnding> {
  return new Promise((resolve) => {
    // Room for the longest message at once, so that a dribble of single bytes is not copied again and again.
    const inbox = Buffer.allocUnsafe(LENGTH_BYTES + 0xffff);
    let filled = 0;
    const settle = (result: Uint8Array | TcpEnding): void => {
      release();
      resolve(result);
    };
    const release = atDeadline(ask, () => settle({ kind: 'unfinished' }));
    socket.on('error', (error) => settle({ kind: 'failed', error }));
    socket.once('close', () => settle({ kind: 'unfinished' }));
    socket.once('end', () => settle({ kind: 'unfinished' }));
    socket.once('connect', () => {
      const query = encodeQuery(ask.question, ask.id, true);
      const length = Buffer.from([query.length >> 8, query.length & 0xff]);
      ask.record('sent', `DNS query ${ask.question.type} over TCP`, query);
      socket.write(Buffer.concat([length, query]));
    });
    socket.on('data', (chunk: Buffer) => {
      filled += chunk.copy(inbox, filled);
      if (filled < LENGTH_BYTES) return;
      const end = LENGTH_BYTES + inbox.readUInt16BE(0);
      if (filled >= end) settle(inbox.subarray(LENGTH_BYTES, end));
    });
  });
}
