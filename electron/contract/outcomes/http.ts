import { z } from 'zod';
import { rawExchangeSchema, systemErrorSchema } from '../evidence.ts';

/** What a body was recognised as, from the data file of signatures; `unknown` is an answer, not a fault. */
const signatureSchema = z.object({
  /** `air-console` · `invalid-host-header` · `web-filter` · `default-page` · `client-certificate` · `login-portal` · `unknown`. */
  code: z.enum([
    'air-console',
    'invalid-host-header',
    'web-filter',
    'default-page',
    'client-certificate',
    'plain-on-tls-port',
    'login-portal',
    'unknown',
  ]),
  /** The product or vendor whose mark was found. */
  product: z.string().max(100).optional(),
  /** The words that matched, quoted. */
  quote: z.string().max(300).optional(),
});

const hopSchema = z.object({
  url: z.string().max(2048),
  status: z.int(),
  location: z.string().max(2048).optional(),
  /** False where the target is another host: such a redirect is reported and never followed. */
  followed: z.boolean(),
  toOtherHost: z.boolean(),
});

/**
 * What one HTTP exchange with one address showed.
 * `answered` any status line · `closed` FIN or RST before a status line · `silent` nothing before the deadline ·
 * `malformed` bytes that are not HTTP · `tls-failed` the handshake before it failed (see the TLS check).
 */
export const httpOutcomeSchema = z.object({
  kind: z.enum(['http', 'api-token']),
  code: z.enum(['answered', 'closed', 'silent', 'malformed', 'tls-failed']),
  /** Query strings are cut: they carry tokens. */
  url: z.string().max(2048),
  address: z.string().max(64),
  port: z.int(),
  hostHeader: z.string().max(260),
  status: z.int().min(100).max(999).optional(),
  statusText: z.string().max(200).optional(),
  httpVersion: z.string().max(10).optional(),
  /** Selected response headers, lower case; never Set-Cookie or Authorization values. */
  headers: z.record(z.string().max(100), z.string().max(1000)),
  /** Redirects in order; the outcome is of the last one that was followed. */
  redirects: z.array(hopSchema).max(8),
  title: z.string().max(300).optional(),
  signature: signatureSchema,
  bodyBytes: z.int().min(0),
  isBodyCut: z.boolean(),
  bodyStart: z.string().max(2048),
  /** The server's Date header minus this machine's clock, in ms, corrected by half the round trip. */
  clockOffsetMs: z.number().optional(),
  /** What `GET api/public/auth/check` said of the token; only in outcomes of kind `api-token`. */
  token: z
    .object({
      /** `accepted` · `rejected` 401, 403 or `authenticated: false` · `cannot-tell` any other answer. */
      code: z.enum(['accepted', 'rejected', 'cannot-tell']),
      message: z.string().max(300).optional(),
    })
    .optional(),
  error: systemErrorSchema.optional(),
  raw: z.array(rawExchangeSchema).max(12),
  timings: z.object({
    connectMs: z.number().min(0).optional(),
    tlsMs: z.number().min(0).optional(),
    firstByteMs: z.number().min(0).optional(),
  }),
  elapsedMs: z.number().min(0),
});
export type HttpOutcome = z.infer<typeof httpOutcomeSchema>;
