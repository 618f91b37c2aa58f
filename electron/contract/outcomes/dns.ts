import { z } from 'zod';
import { rawExchangeSchema, systemErrorSchema } from '../evidence.ts';

const addressSchema = z.object({
  address: z.string().max(64),
  family: z.union([z.literal(4), z.literal(6)]),
});

/** A line of the hosts file that names the host that was looked up. */
const hostsEntrySchema = z.object({
  line: z.int().min(1),
  address: z.string().max(64),
  names: z.array(z.string().max(255)).max(64),
});

/**
 * What the operating system's own lookup (getaddrinfo) answered: the way every other program on this machine resolves.
 * `not-found` EAI_NONAME · `no-address` EAI_NODATA · `try-again` EAI_AGAIN (no resolver answered, or SERVFAIL) ·
 * `timed-out` our deadline · `failed` any other errno.
 */
export const systemLookupOutcomeSchema = z.object({
  kind: z.literal('system-lookup'),
  code: z.enum(['resolved', 'not-found', 'no-address', 'try-again', 'timed-out', 'failed']),
  hostname: z.string(),
  addresses: z.array(addressSchema).max(256),
  error: systemErrorSchema.optional(),
  hostsFile: z.object({
    path: z.string(),
    readable: z.boolean(),
    entries: z.array(hostsEntrySchema).max(64),
  }),
  elapsedMs: z.number().min(0),
});
export type SystemLookupOutcome = z.infer<typeof systemLookupOutcomeSchema>;

const questionSchema = z.object({
  type: z.enum(['A', 'AAAA']),
  /**
   * `answered` · `no-data` NOERROR without an address · `nxdomain` RCODE 3 · `servfail` 2 · `refused` 5 · `other-rcode` ·
   * `silent` no datagram before the deadline · `port-closed` ICMP port unreachable (ECONNREFUSED) ·
   * `unreachable` EHOSTUNREACH, ENETUNREACH or a local block · `tcp-blocked` TC bit set and TCP 53 failed · `malformed`.
   */
  code: z.enum([
    'answered',
    'no-data',
    'nxdomain',
    'servfail',
    'refused',
    'other-rcode',
    'silent',
    'port-closed',
    'unreachable',
    'tcp-blocked',
    'malformed',
  ]),
  /** RCODE as sent, RFC 1035 §4.1.1 and RFC 6895. */
  rcode: z.int().min(0).max(4095).optional(),
  rcodeName: z.string().max(40).optional(),
  addresses: z.array(z.string().max(64)).max(256),
  /** The CNAME chain in order, from the name that was asked to the canonical name. */
  cnames: z.array(z.string().max(255)).max(32),
  /** Smallest TTL of the answer, in seconds. */
  ttlSeconds: z.int().min(0).optional(),
  transport: z.enum(['udp', 'tcp']),
  isTruncated: z.boolean(),
  /** Datagrams that were sent; a second one goes out after a part of the deadline has passed. */
  attempts: z.int().min(0),
  error: systemErrorSchema.optional(),
  elapsedMs: z.number().min(0),
});
export type ResolverQuestion = z.infer<typeof questionSchema>;

/** What one configured resolver answered when it was asked directly by packet, A and AAAA each. */
export const resolverOutcomeSchema = z.object({
  kind: z.literal('resolver'),
  /** `answered` when either question has addresses; else the code of the worse question, A before AAAA. */
  code: questionSchema.shape.code,
  hostname: z.string(),
  resolver: z.object({ address: z.string(), port: z.int() }),
  questions: z.array(questionSchema).max(2),
  /** The same question for a random label in the same domain: an answer means that a wildcard catches every name. */
  wildcard: z.object({ hostname: z.string(), addresses: z.array(z.string().max(64)).max(256) }).optional(),
  raw: z.array(rawExchangeSchema).max(12),
  elapsedMs: z.number().min(0),
});
export type ResolverOutcome = z.infer<typeof resolverOutcomeSchema>;
