import { z } from 'zod';
import { systemErrorSchema } from '../evidence.ts';
import { furtherConnectsSchema } from './further-connects.ts';

/**
 * What one address did to a SYN on one port.
 * `open` (with `error` ECONNRESET: and reset at once) · `refused` ECONNREFUSED: RST or ICMP port-unreachable, which the socket cannot tell apart ·
 * `rejected` an ICMP refusal came back soon (EHOSTUNREACH, ENETUNREACH, EACCES on IPv6 ...) ·
 * `filtered` no answer to any SYN before the deadline · `unreachable` EHOSTUNREACH after about 3 s (nobody answers ARP) or
 * no route (ENETUNREACH at once) · `cannot-tell` a local error or one that says nothing of the peer.
 */
export const tcpOutcomeSchema = z.object({
  kind: z.literal('tcp'),
  code: z.enum(['open', 'refused', 'rejected', 'filtered', 'unreachable', 'cannot-tell']),
  address: z.string().max(64),
  port: z.int(),
  family: z.union([z.literal(4), z.literal(6)]),
  error: systemErrorSchema.optional(),
  /** Where the failure came from, as far as the errno and the time say. */
  origin: z.enum(['peer-or-firewall', 'network', 'this-machine', 'unknown']).optional(),
  /** Source address and port that the kernel chose, and the interface that holds it. */
  localAddress: z.string().max(64).optional(),
  localPort: z.int().optional(),
  interfaceName: z.string().max(64).optional(),
  /** True when the time looks like one or more retransmitted SYNs (near +1 s, +3 s): a sign of loss. */
  hasRetransmitSignature: z.boolean(),
  further: furtherConnectsSchema.optional(),
  elapsedMs: z.number().min(0),
});
export type TcpOutcome = z.infer<typeof tcpOutcomeSchema>;
