import type { Socket } from 'node:net';

/** How long an opened connection may take to end by FIN before it is cut; nobody waits for it. */
const LINGER_MS = 500;

/** Ends by FIN and reads away what the server greets with: closing over unread bytes would send an RST. */
export function closeCleanly(socket: Socket, signal: AbortSignal): void {
  const cut = (): void => {
    socket.destroy();
  };
  const timer = setTimeout(cut, LINGER_MS);
  signal.addEventListener('abort', cut, { once: true });
  socket.once('close', () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', cut);
  });
  // The process may end meanwhile: the kernel then closes the connection.
  timer.unref();
  socket.unref();
  socket.resume();
  socket.end();
}
