import { z } from 'zod';
import { systemErrorSchema } from '../evidence.ts';
import { proxyWaySchema } from './proxy-settings.ts';

/** What FindProxyForURL gave for the Console on one port. */
const pacAnswerSchema = z.object({
  port: z.int().min(1).max(65_535),
  /** As it was handed to the file. */
  url: z.string().max(300),
  ways: z.array(proxyWaySchema).max(16),
  /** What the file returned, word for word. */
  result: z.string().max(500),
});

/**
 * One proxy configuration file: fetched without a proxy, and carried out by an interpreter of our own that can be stopped.
 * `usable` · `not-fetched` no whole answer: name, connection, TLS, deadline, or a file that cannot be read, in `error` ·
 * `http-error` a status other than 200 · `refused` an address that is not fetched at all: data, UNC paths, other schemes ·
 * `too-large` more than 1 MB · `too-many-redirects` more than 3 · `not-a-script` HTML or nothing · `syntax-error` at `line` ·
 * `no-function` FindProxyForURL is missing · `threw` an exception left it · `bad-result` it returned no list of proxies ·
 * `exhausted` it did not come to an end within its time, memory or depth · `not-evaluated` it uses what this interpreter does not
 * know, which says nothing against the file.
 */
export const pacOutcomeSchema = z.object({
  kind: z.literal('pac'),
  code: z.enum([
    'usable',
    'not-fetched',
    'http-error',
    'refused',
    'too-large',
    'too-many-redirects',
    'not-a-script',
    'syntax-error',
    'no-function',
    'threw',
    'bad-result',
    'exhausted',
    'not-evaluated',
  ]),
  /** Without user info and query. */
  url: z.string().max(2048),
  /** Who names it: the sources of the proxy settings, or the profile. */
  namedBy: z.array(z.string().max(40)).max(8),
  host: z.string().max(253),
  fetch: z.object({
    status: z.int().optional(),
    contentType: z.string().max(200).optional(),
    /** Addresses that were gone to after the first one, without user info and query. */
    redirects: z.array(z.string().max(2048)).max(4),
    sizeBytes: z.int().min(0),
    /** Hexadecimal SHA-256 of what was fetched, so that two machines can be compared. */
    sha256: z.string().max(64).optional(),
    elapsedMs: z.number().min(0),
  }),
  /** First characters of the file, or of what came in its place. */
  start: z.string().max(500),
  answers: z.array(pacAnswerSchema).max(4),
  /** Line of the file at which reading or carrying it out ended. */
  line: z.int().min(1).optional(),
  /** What was wrong, in words; what the file threw is quoted. */
  reason: z.string().max(300).optional(),
  /** Names that the file had looked up, with what was found; none means that the name does not resolve. */
  lookups: z
    .array(z.object({ hostname: z.string().max(253), addresses: z.array(z.string().max(64)).max(16) }))
    .max(32),
  error: systemErrorSchema.optional(),
  evaluationMs: z.number().min(0),
  elapsedMs: z.number().min(0),
});
export type PacOutcome = z.infer<typeof pacOutcomeSchema>;
