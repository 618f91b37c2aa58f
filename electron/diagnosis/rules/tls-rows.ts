import type { PortView, Seen } from '../site-view.ts';

/** The handshakes that were made with a port, one an address. */
export const tlsOf = (port: PortView): Seen<'tls'>[] =>
  port.ends.flatMap(({ tls }) => (tls === undefined ? [] : [tls]));
