import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { type ReadHello, readClientHello } from './client-hello.ts';
import { ABOVE_CONNECTION } from './connection-faults.ts';
import { consoleFault, type PracticeFault } from './fault.ts';
import { guarded } from './guarded.ts';
import type { RawConnection } from './site-plan.ts';

/** Longest first record that is put together; what is longer is no ClientHello of ours. */
const HELLO_LIMIT_BYTES = 20_000;

/** The random of a ServerHello that is a HelloRetryRequest, RFC 8446 §4.1.3. */
const RETRY_RANDOM = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');

/** Reads one whole ClientHello and hands it over; anything else only ends the connection. */
const onHello =
  (answer: (socket: Socket, hello: ReadHello) => void): RawConnection =>
  (socket) => {
    let seen: Buffer = Buffer.alloc(0);
    let isAnswered = false;
    socket.on(
      'data',
      guarded(socket, (bytes: Buffer) => {
        if (isAnswered) return;
        seen = Buffer.concat([seen, bytes]);
        const hello = readClientHello(seen);
        if (hello === undefined && seen.length <= HELLO_LIMIT_BYTES) return;
        isAnswered = true;
        if (hello === undefined || hello === null) socket.destroy();
        else answer(socket, hello);
      }),
    );
  };

/** A ServerHello of TLS 1.2 in a record of its own, RFC 5246 §7.4.1.3: as far as a server comes whose name is let through. */
function serverHello(random: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from([3, 3]), random, Buffer.from([0, 0xc0, 0x2f, 0])]);
  const message = Buffer.concat([Buffer.from([2, 0, 0, body.length]), body]);
  return Buffer.concat([Buffer.from([22, 3, 3, 0, message.length]), message]);
}

const isSite = ({ servername }: ReadHello): boolean =>
  servername !== null && /(?:^|\.)localhost$/.test(servername);

/** Faults that only show when ClientHellos are compared. What is on the way plays its part at the port itself. */
export const GREETING_FAULTS: readonly PracticeFault[] = [
  consoleFault({
    id: 'tls-name-blocked',
    title: 'A filter cuts connections that name the Console',
    breaks: 'The primary port resets a ClientHello for the Console and goes on with any other.',
    port: 'primary',
    part: 'connection',
    hides: ABOVE_CONNECTION,
    onPort: () => ({
      connection: onHello((socket, hello) => {
        if (isSite(hello)) socket.resetAndDestroy();
        else socket.write(serverHello(randomBytes(32)));
      }),
    }),
  }),
  consoleFault({
    id: 'path-mtu-black-hole',
    title: 'Full-size packets of the Console get lost',
    breaks: 'The primary port gives short answers, and its certificate never arrives.',
    port: 'primary',
    part: 'connection',
    hides: ABOVE_CONNECTION,
    onPort: () => ({
      connection: onHello((socket, { keyShares }) => {
        // A HelloRetryRequest is small; what any other ClientHello asks for is not.
        if (keyShares?.length === 0) socket.write(serverHello(RETRY_RANDOM));
      }),
    }),
  }),
];
