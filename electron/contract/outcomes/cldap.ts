import { z } from 'zod';
import { rawExchangeSchema, systemErrorSchema } from '../evidence.ts';

/** NETLOGON_SAM_LOGON_RESPONSE_EX, [MS-ADTS] §6.3.1.9. */
const netlogonSchema = z.object({
  /** Opcode: 23 LOGON_SAM_LOGON_RESPONSE_EX, 25 LOGON_SAM_USER_UNKNOWN_EX. */
  opcode: z.int().min(0).max(65_535),
  /** DS_FLAG bits, [MS-ADTS] §6.3.1.2. */
  flags: z.int().min(0),
  domainGuid: z.string().max(40),
  forest: z.string().max(255),
  domain: z.string().max(255),
  hostName: z.string().max(255),
  netbiosDomain: z.string().max(64),
  netbiosComputer: z.string().max(64),
  /** The site of the domain controller, and the one that it finds this machine's address in. Empty where none was sent. */
  serverSite: z.string().max(255),
  clientSite: z.string().max(255),
  /** DS_CLOSEST_FLAG: the domain controller says that it is in the closest site to this machine. */
  isClosest: z.boolean(),
});
export type Netlogon = z.infer<typeof netlogonSchema>;

/**
 * What one domain controller said to an LDAP ping, [MS-ADTS] §6.3.3: UDP, one search of the rootDSE for `netlogon`.
 * `answered` · `other-domain` a result without an entry: the server is no domain controller of the domain that was named ·
 * `silent` no datagram before the deadline · `port-closed` ICMP port unreachable · `rejected` another ICMP refusal ·
 * `malformed` what came is no such answer · `blocked-locally` EPERM, EACCES at sending · `failed` anything else, kept in `error`.
 */
export const cldapOutcomeSchema = z.object({
  kind: z.literal('cldap'),
  code: z.enum([
    'answered',
    'other-domain',
    'silent',
    'port-closed',
    'rejected',
    'malformed',
    'blocked-locally',
    'failed',
  ]),
  address: z.string().max(64),
  port: z.int(),
  /** The domain that was asked for; undefined asks for whatever domain the server serves. */
  domain: z.string().max(253).optional(),
  netlogon: netlogonSchema.optional(),
  attempts: z.int().min(0),
  bytesReceived: z.int().min(0),
  error: systemErrorSchema.optional(),
  raw: z.array(rawExchangeSchema).max(12),
  elapsedMs: z.number().min(0),
});
export type CldapOutcome = z.infer<typeof cldapOutcomeSchema>;
