import { z } from 'zod';
import { rawExchangeSchema, systemErrorSchema } from '../evidence.ts';
import { tlsOutcomeSchema } from './tls.ts';

/** How a test message is marked: `airway-` and ten letters or digits that nobody mistakes for one another. */
export const syslogTokenSchema = z.string().regex(/^airway-[2-9a-hjkmnp-z]{10}$/);

/**
 * What came of the one test message that was agreed to.
 *
 * UDP: `udp-sent` the datagram left and nothing refused it, which is no receipt · `udp-closed` ICMP port unreachable came back
 * · `udp-rejected` another ICMP refusal.
 * TCP and TLS: `written` the receiver kept the connection and stayed silent, as one does that took the message or threw it away
 * · `closed-after-data` it ended the connection once the message was written · `answered` it sent octets, which no syslog
 * receiver does · `closed-at-once` it ended the connection before anything was written · `tls-failed` no handshake, so that
 * nothing was written.
 * All: `blocked-locally` this machine did not let a packet out (EPERM) · `failed` anything else, kept in `error`.
 */
export const syslogMessageOutcomeSchema = z.object({
  kind: z.literal('syslog-message'),
  code: z.enum([
    'udp-sent',
    'udp-closed',
    'udp-rejected',
    'written',
    'closed-after-data',
    'answered',
    'closed-at-once',
    'tls-failed',
    'blocked-locally',
    'failed',
  ]),
  address: z.string().max(64),
  port: z.int(),
  transport: z.enum(['udp', 'tcp', 'tls']),
  format: z.enum(['rfc5424', 'rfc3164', 'cef']),
  /** How the message was set apart in the stream, RFC 6587 §3.4; a datagram holds one message and has no frame. */
  framing: z.enum(['octet-counting', 'newline', 'none']),
  /** The word to look for at the receiver. */
  token: syslogTokenSchema,
  /** The message without its frame. */
  message: z.string().max(1000),
  /** True when the message was handed to the operating system. It may have arrived, whatever came after. */
  wasSent: z.boolean(),
  /** How the receiver ended the connection, where it did. */
  endedBy: z.enum(['fin', 'rst']).optional(),
  bytesReceived: z.int().min(0),
  /** What the receiver said in another protocol. */
  plaintext: tlsOutcomeSchema.shape.plaintext,
  /** A TLS alert (RFC 8446 §6) in answer to a message that was sent without TLS. */
  alert: z.object({ level: z.int(), number: z.int(), name: z.string().max(60) }).optional(),
  tlsVersion: z.string().max(20).optional(),
  error: systemErrorSchema.optional(),
  raw: z.array(rawExchangeSchema).max(12),
  timings: z.object({
    connectMs: z.number().min(0).optional(),
    handshakeMs: z.number().min(0).optional(),
    /** From the written message to its end by the receiver. */
    keptMs: z.number().min(0).optional(),
  }),
  elapsedMs: z.number().min(0),
});
export type SyslogMessageOutcome = z.infer<typeof syslogMessageOutcomeSchema>;

/**
 * What somebody who looked at the receiver says of the test message. `altered` it is there, and its text starts with a number
 * · `not-looked` nobody has looked yet.
 */
export const syslogAnswerSchema = z.enum(['arrived', 'not-arrived', 'altered', 'not-looked']);
export type SyslogAnswer = z.infer<typeof syslogAnswerSchema>;
