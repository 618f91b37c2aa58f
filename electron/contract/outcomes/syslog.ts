import { z } from 'zod';
import { rawExchangeSchema, systemErrorSchema } from '../evidence.ts';
import { tlsOutcomeSchema } from './tls.ts';

/**
 * What a syslog receiver did, without a message having been sent to it.
 *
 * UDP, by empty datagrams: `udp-closed` ICMP port unreachable came back (ECONNREFUSED) · `udp-rejected` another ICMP refusal
 * (EHOSTUNREACH, EACCES on IPv6 ...) · `udp-unconfirmed` nothing came back, which a receiver, a firewall that drops and a host
 * that is off have in common.
 * TCP: `tcp-open` the connection stayed open and silent, as a receiver keeps it · `not-syslog` the server spoke first, which
 * no syslog receiver does.
 * TLS: `tls-open` · `tls-no-answer` no octet came for the ClientHello · `tls-refused` an alert, or the connection ended at the
 * ClientHello · `not-tls` the answer was in another protocol.
 * TCP and TLS: `closed-at-once` FIN or RST right after the connection was accepted, before anything was sent.
 * All: `blocked-locally` this machine did not let the packet out (EPERM) · `failed` anything else, kept in `error`.
 */
export const syslogOutcomeSchema = z.object({
  kind: z.literal('syslog'),
  code: z.enum([
    'udp-closed',
    'udp-rejected',
    'udp-unconfirmed',
    'tcp-open',
    'not-syslog',
    'tls-open',
    'tls-no-answer',
    'tls-refused',
    'not-tls',
    'closed-at-once',
    'blocked-locally',
    'failed',
  ]),
  address: z.string().max(64),
  port: z.int(),
  transport: z.enum(['udp', 'tcp', 'tls']),
  /** UDP: empty datagrams that left this machine for the port. */
  datagramsSent: z.int().min(0).optional(),
  /**
   * UDP: what a port of the same host did on which surely nobody listens. `closed`: the host sends ICMP, and it reaches this
   * machine. Absent where the port itself had told enough before.
   */
  control: z
    .object({
      port: z.int(),
      code: z.enum(['closed', 'rejected', 'silent', 'not-sent']),
      elapsedMs: z.number().min(0),
    })
    .optional(),
  /** How the server ended the connection, where it did. */
  endedBy: z.enum(['fin', 'rst']).optional(),
  bytesReceived: z.int().min(0),
  /** What the server said in another protocol than the expected one. */
  plaintext: tlsOutcomeSchema.shape.plaintext,
  version: tlsOutcomeSchema.shape.version,
  alert: tlsOutcomeSchema.shape.alert,
  /** TLS: the chain as sent, and what each store makes of it. */
  chain: tlsOutcomeSchema.shape.chain.optional(),
  trust: tlsOutcomeSchema.shape.trust.optional(),
  error: systemErrorSchema.optional(),
  raw: z.array(rawExchangeSchema).max(12),
  timings: z.object({
    connectMs: z.number().min(0).optional(),
    handshakeMs: z.number().min(0).optional(),
    /** From the accepted connection to its end by the server. */
    openMs: z.number().min(0).optional(),
  }),
  elapsedMs: z.number().min(0),
});
export type SyslogOutcome = z.infer<typeof syslogOutcomeSchema>;
