import type { PortView, Seen } from '../site-view.ts';
import { where } from './port-rule.ts';

/** The handshakes that were made with a port, one an address. */
export const tlsOf = (port: PortView): Seen<'tls'>[] =>
  port.ends.flatMap(({ tls }) => (tls === undefined ? [] : [tls]));

/** TCP opened on each of these, so the path is clear up to the service. */
export const pathIsClear = (rows: readonly Seen<'tls'>[]): string =>
  `not the network path: TCP to ${where(rows)} opened`;
