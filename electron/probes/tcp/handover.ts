import type { Socket } from 'node:net';

/** How long a connection waits for the check that goes on with it, which is planned the moment that this one is finished. */
const WAIT_MS = 500;

/** A connection that one check has opened, and the time that its handshake took: one round trip. */
export interface Left<S extends Socket> {
  readonly socket: S;
  readonly roundTripMs: number;
}

/**
 * A place where one check leaves its connection for the next, so that TCP, TLS and HTTP cost one round trip each and the
 * server sees one connection in place of three. What nobody takes is cut. A connection that has died meanwhile is not
 * handed on: the next check then opens one of its own, as it does where nothing was left.
 */
export class Handover<S extends Socket> {
  #left: Left<S> | undefined;
  #timer: NodeJS.Timeout | undefined;

  leave(socket: S, roundTripMs: number): void {
    this.#left = { socket, roundTripMs };
    this.#timer = setTimeout(() => {
      this.#left = undefined;
      socket.destroy();
    }, WAIT_MS);
    // The process may end meanwhile: the kernel then closes the connection.
    this.#timer.unref();
  }

  /** The connection, once; undefined when there is none that lives. */
  take(): Left<S> | undefined {
    clearTimeout(this.#timer);
    const left = this.#left;
    this.#left = undefined;
    if (left === undefined) return undefined;
    const { socket } = left;
    if (!socket.destroyed && socket.writable && !socket.readableEnded) return left;
    socket.destroy();
    return undefined;
  }
}
