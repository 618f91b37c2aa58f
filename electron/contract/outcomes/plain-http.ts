import { z } from 'zod';
import { rawExchangeSchema, systemErrorSchema } from '../evidence.ts';
import { httpOutcomeSchema } from './http.ts';

/**
 * What came back for one GET in clear text, to the Console's own name or to an address that the profile names for it.
 * `to-https` sent to the same host by https, as a Console does · `answered` any other answer in the host's own name ·
 * `elsewhere` sent to another host · `login-wanted` 511, or a page that is known as a portal's · `closed` nobody listens ·
 * `no-answer` no connection, or no answer before the deadline · `not-http` the connection ended, or what came is no HTTP.
 */
export const plainHttpOutcomeSchema = z.object({
  kind: z.literal('plain-http'),
  code: z.enum(['to-https', 'answered', 'elsewhere', 'login-wanted', 'closed', 'no-answer', 'not-http']),
  /** `console` the Console's own host · `sentinel` an address whose answer is known, which the profile names. */
  role: z.enum(['console', 'sentinel']),
  /** Query strings are cut. */
  url: z.string().max(2048),
  address: z.string().max(64),
  port: z.int(),
  status: z.int().min(100).max(999).optional(),
  statusText: httpOutcomeSchema.shape.statusText,
  headers: httpOutcomeSchema.shape.headers,
  /** Where it was sent to, without user info and query. */
  location: z.string().max(2048).optional(),
  /** Header lines that a proxy on the way leaves: `via: 1.1 proxy (squid/5.7)`. */
  proxyMarks: z.array(z.string().max(300)).max(8),
  title: httpOutcomeSchema.shape.title,
  signature: httpOutcomeSchema.shape.signature,
  bodyBytes: z.int().min(0),
  bodyStart: z.string().max(2048),
  error: systemErrorSchema.optional(),
  raw: z.array(rawExchangeSchema).max(4),
  timings: z.object({ connectMs: z.number().min(0).optional(), firstByteMs: z.number().min(0).optional() }),
  elapsedMs: z.number().min(0),
});
export type PlainHttpOutcome = z.infer<typeof plainHttpOutcomeSchema>;
