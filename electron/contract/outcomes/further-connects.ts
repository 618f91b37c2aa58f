import { z } from 'zod';

/**
 * Connections that were tried beside one that stayed silent, to the same address and port: a listener whose queue is full
 * lets some in and leaves others without an answer. `silent` no answer until the check ended, `elapsedMs` after the SYN.
 */
export const furtherConnectsSchema = z
  .array(z.object({ code: z.enum(['open', 'refused', 'silent', 'failed']), elapsedMs: z.number().min(0) }))
  .max(4);
export type FurtherConnects = z.infer<typeof furtherConnectsSchema>;
