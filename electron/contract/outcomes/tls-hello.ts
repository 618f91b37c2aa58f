import { z } from 'zod';
import { rawExchangeSchema, systemErrorSchema } from '../evidence.ts';
import { tlsOutcomeSchema } from './tls.ts';

/**
 * What a greeting differs in from the usual one. All but two name the site.
 * `small` TLS 1.2 and 1.3 in one small packet · `large` the same, padded to the size of a post-quantum ClientHello, which takes
 * two packets · `no-name` small, without a servername · `other-name` small, under a name that is not the site's · `short-answer`
 * small, TLS 1.3 without a key share, to which a live server answers with a HelloRetryRequest or an alert, both small ·
 * `up-to-1.0`, `up-to-1.1`, `up-to-1.2` that version at most, with every cipher suite that is known.
 */
export const helloVariantSchema = z.enum([
  'small',
  'large',
  'no-name',
  'other-name',
  'short-answer',
  'up-to-1.0',
  'up-to-1.1',
  'up-to-1.2',
]);
export type HelloVariant = z.infer<typeof helloVariantSchema>;

/**
 * One ClientHello and the first thing that came back.
 * `server-hello` · `retry` a HelloRetryRequest, by which the server goes on too · `alert` · `closed` FIN · `reset` RST ·
 * `silent` nothing decisive before the deadline · `not-tls` another protocol · `failed` no connection, a cancelled run, or
 * octets that are TLS at first and then impossible; `error` says which.
 */
const greetingSchema = z.object({
  variant: helloVariantSchema,
  code: z.enum(['server-hello', 'retry', 'alert', 'closed', 'reset', 'silent', 'not-tls', 'failed']),
  /** The servername that was sent; null for none. */
  servername: z.string().max(253).nullable(),
  /** Octets of the ClientHello with its record header: what went into the first packets. */
  sizeBytes: z.int().min(0),
  bytesReceived: z.int().min(0),
  /** What the ServerHello or HelloRetryRequest chose; the suite by its IANA name, in hex where that is unknown. */
  version: z.string().max(20).optional(),
  cipher: z.string().max(80).optional(),
  /** True for a suite that current clients do not offer any more. */
  isCipherOutdated: z.boolean().optional(),
  alert: z.object({ level: z.int(), number: z.int(), name: z.string().max(60) }).optional(),
  plaintext: tlsOutcomeSchema.shape.plaintext,
  /** With `closed` and `reset`: true when the end came before the greeting had left. */
  endedBeforeHello: z.boolean().optional(),
  error: systemErrorSchema.optional(),
  connectMs: z.number().min(0).optional(),
  /** From the greeting to the first octet that came back. */
  answerMs: z.number().min(0).optional(),
  elapsedMs: z.number().min(0),
});
export type Greeting = z.infer<typeof greetingSchema>;

/**
 * Several greetings to one address, each on a connection of its own, all at once; each connection ends with the first answer.
 * `all-accepted`, `some-accepted`, `none-accepted`: how many were answered by a ServerHello or a HelloRetryRequest. `failed`:
 * none of them could be sent.
 */
export const tlsHelloOutcomeSchema = z.object({
  kind: z.literal('tls-hello'),
  code: z.enum(['all-accepted', 'some-accepted', 'none-accepted', 'failed']),
  address: z.string().max(64),
  port: z.int(),
  greetings: z.array(greetingSchema).min(1).max(8),
  raw: z.array(rawExchangeSchema).max(16),
  elapsedMs: z.number().min(0),
});
export type TlsHelloOutcome = z.infer<typeof tlsHelloOutcomeSchema>;
