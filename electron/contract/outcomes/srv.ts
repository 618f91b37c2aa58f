import { z } from 'zod';
import { rawExchangeSchema, systemErrorSchema } from '../evidence.ts';
import { resolverOutcomeSchema } from './dns.ts';

const srvTargetSchema = z.object({
  target: z.string().max(255),
  port: z.int().min(0).max(65_535),
  priority: z.int().min(0).max(65_535),
  weight: z.int().min(0).max(65_535),
  /** Addresses of the target that came along in the additional section. */
  addresses: z.array(z.string().max(64)).max(16),
});
export type SrvTarget = z.infer<typeof srvTargetSchema>;

/** What one resolver answered to one SRV question (RFC 2782) for the domain controllers of a domain; codes as of `resolver`. */
export const srvOutcomeSchema = z.object({
  kind: z.literal('srv'),
  code: resolverOutcomeSchema.shape.code,
  /** `_ldap._tcp.dc._msdcs.example.com`, or the form of one site. */
  name: z.string().max(255),
  domain: z.string().max(253),
  /** The site that was asked for; undefined in the form for the whole domain. */
  site: z.string().max(63).optional(),
  resolver: z.object({ address: z.string(), port: z.int() }),
  rcode: z.int().min(0).max(4095).optional(),
  /** In the order in which a client tries them: by priority, then by weight from high to low. */
  targets: z.array(srvTargetSchema).max(64),
  /** How many the answer held, also beyond the limit. */
  targetCount: z.int().min(0),
  transport: z.enum(['udp', 'tcp']),
  attempts: z.int().min(0),
  error: systemErrorSchema.optional(),
  raw: z.array(rawExchangeSchema).max(12),
  elapsedMs: z.number().min(0),
});
export type SrvOutcome = z.infer<typeof srvOutcomeSchema>;
