import { z } from 'zod';
import { CAUSE_IDS, type CauseId } from './cause-ids.ts';
import { ownerSchema } from './findings.ts';
import { RUN_ID } from './run-id.ts';

const runId = z.string().regex(RUN_ID);

/**
 * A text of a run that is saved as a file. The page names it and never sends it: `report` the whole run · `request` what one team is
 * asked for, all of it or what one finding asks.
 */
export const textRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('report'), runId, format: z.enum(['html', 'markdown', 'json']) }),
  z.strictObject({
    kind: z.literal('request'),
    runId,
    to: ownerSchema,
    format: z.enum(['text', 'markdown', 'csv']),
    /** The one finding; absent for all that the team is asked for. */
    finding: z
      .strictObject({
        cause: z.enum(CAUSE_IDS as readonly [CauseId, ...CauseId[]]),
        subject: z.string().max(80),
      })
      .optional(),
  }),
]);
export type TextRequest = z.infer<typeof textRequestSchema>;

/** What became of it: written where the user chose (desktop), handed to the page to be downloaded (browser), or not wanted. */
export type SavedText =
  | { readonly kind: 'saved'; readonly path: string; readonly sizeBytes: number }
  | { readonly kind: 'text'; readonly fileName: string; readonly mediaType: string; readonly text: string }
  | { readonly kind: 'cancelled' };
