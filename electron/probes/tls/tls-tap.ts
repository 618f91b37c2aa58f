import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Sees what passes between a TLS library and the network. */
export interface Tap {
  /** Octets from the peer, before the library gets them; false keeps them from it. */
  received(bytes: Buffer): boolean;
  /** Octets that the library hands over to be sent. */
  sending(bytes: Buffer): void;
}

/**
 * A stream over a connected socket for a TLS library to run on. Given a plain socket the library would read it in native
 * code, past every listener; over this stream each octet comes by here first. Destroying one destroys the other.
 */
export function tapped(socket: Socket, tap: Tap): Duplex {
  const stream = new Duplex({
    read: () => {
      socket.resume();
    },
    write: (chunk: Buffer, _encoding, done) => {
      tap.sending(chunk);
      socket.write(chunk, done);
    },
    final: (done) => {
      socket.end(done);
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    if (tap.received(chunk) && !stream.push(chunk)) socket.pause();
  });
  socket.once('end', () => stream.push(null));
  socket.once('error', (error) => stream.destroy(error));
  socket.once('close', () => stream.destroy());
  return stream;
}
