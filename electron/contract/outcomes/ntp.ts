import { z } from 'zod';
import { rawExchangeSchema, systemErrorSchema } from '../evidence.ts';

/**
 * What a time server answered to one SNTP question (RFC 4330, RFC 5905).
 * `answered` · `kiss-of-death` it refuses this client, with a word such as RATE or DENY (RFC 5905 §7.4) · `unsynchronised` it says
 * that its own time is not to be used (leap indicator 3, stratum 0 or 16) · `malformed` what came is no answer to this question ·
 * `silent` nothing came · `refused` ICMP port unreachable · `blocked-locally` this machine did not let the packet out ·
 * `failed` anything else, kept in `error`.
 */
export const ntpOutcomeSchema = z.object({
  kind: z.literal('ntp'),
  code: z.enum([
    'answered',
    'kiss-of-death',
    'unsynchronised',
    'malformed',
    'silent',
    'refused',
    'blocked-locally',
    'failed',
  ]),
  address: z.string().max(64),
  port: z.int(),
  version: z.int().optional(),
  stratum: z.int().optional(),
  /** Reference of the server: an address, or four letters of a clock such as GPS (RFC 5905 §7.3). */
  reference: z.string().max(64).optional(),
  kissCode: z.string().max(4).optional(),
  /** The server's clock minus this machine's, in ms: ((T2 - T1) + (T3 - T4)) / 2. */
  clockOffsetMs: z.number().optional(),
  /** Round trip without the server's own time: (T4 - T1) - (T3 - T2). */
  delayMs: z.number().optional(),
  error: systemErrorSchema.optional(),
  raw: z.array(rawExchangeSchema).max(4),
  elapsedMs: z.number().min(0),
});
export type NtpOutcome = z.infer<typeof ntpOutcomeSchema>;
