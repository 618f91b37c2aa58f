import { connect, createServer, type Socket } from 'node:net';
import { type Bound, bindLoopback, bindTcp } from './loopback.ts';

/** Times that another port is tried when somebody took the chosen one first. */
const ATTEMPTS = 20;

/**
 * A port on which nobody listens, and which the system gives to nobody: it is the local port of a connection of our own. A
 * port that is merely free could be given to the next program that asks for one, and would then be open. Only a program that
 * asks for this port by its number can still listen on it.
 */
export async function holdClosedPort(): Promise<Bound> {
  let lastError: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await bindLoopback([bindTcp(() => createServer())]);
    await found.close();
    const held: Socket[] = [];
    try {
      for (const address of found.addresses) held.push(...(await holdPort(address, found.port)));
      return { ...found, close: async () => release(held) };
    } catch (error) {
      lastError = error;
      release(held);
    }
  }
  throw lastError;
}

/** Both ends of a connection on loopback whose client end has the port that is to be held. */
function holdPort(address: string, port: number): Promise<Socket[]> {
  return new Promise((resolve, reject) => {
    const anchor = createServer();
    anchor.once('error', reject);
    anchor.listen({ host: address, port: 0, ipv6Only: true }, () => {
      const found = anchor.address();
      if (found === null || typeof found === 'string') {
        reject(new Error('a listening TCP server without a port'));
        return;
      }
      const client = connect({ host: address, port: found.port, localAddress: address, localPort: port });
      const fail = (error: Error): void => {
        client.destroy();
        anchor.close();
        reject(error);
      };
      client.once('error', fail);
      anchor.once('connection', (server) => {
        // It only had to take this one connection; the two ends now live without it.
        anchor.close();
        client.off('error', fail);
        for (const end of [client, server]) end.on('error', () => undefined);
        resolve([client, server]);
      });
    });
  });
}

/** Resets instead of closing: no end is left in TIME_WAIT to keep the port taken. */
function release(held: readonly Socket[]): void {
  for (const socket of held) socket.resetAndDestroy();
}
