import { z } from 'zod';
import { CAUSE_IDS } from './cause-ids.ts';

export const severitySchema = z.enum(['error', 'warning', 'info']);
export type Severity = z.infer<typeof severitySchema>;

/** Who can fix a cause: the team that an engineer writes to. */
export const ownerSchema = z.enum([
  'network-team',
  'proxy-team',
  'console-administrator',
  'directory-administrator',
  'siem-team',
  'dns-administrator',
  'asset-owner',
  'engineer',
]);
export type Owner = z.infer<typeof ownerSchema>;

/**
 * One step of a remedy. `command` is to be copied as it is; `os` says where it is run, absent when it is the same everywhere.
 * `id` names the text as it stands in the catalogue, before anything is filled in, for whoever has it in another language.
 */
export const remedyStepSchema = z.object({
  id: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .optional(),
  text: z.string().min(1).max(600),
  command: z.string().max(1000).optional(),
  os: z.enum(['windows', 'linux', 'macos']).optional(),
});
export type RemedyStep = z.infer<typeof remedyStepSchema>;

/** Steps with the same text, one after the other, are one step to read with a command for each operating system. */
export interface SpokenStep {
  readonly text: string;
  readonly variants: readonly [RemedyStep, ...RemedyStep[]];
}

/** Groups the steps of a remedy as they are shown. A step for one operating system alone keeps it in its only variant. */
export function spokenSteps(steps: readonly RemedyStep[]): SpokenStep[] {
  const spoken: SpokenStep[] = [];
  for (const step of steps) {
    const last = spoken.at(-1);
    if (last?.text === step.text && step.os !== undefined)
      spoken[spoken.length - 1] = { text: step.text, variants: [...last.variants, step] };
    else spoken.push({ text: step.text, variants: [step] });
  }
  return spoken;
}

/**
 * What one owner is asked to change, one row a rule or setting, with what was seen. Every owner has one set of columns, so that the
 * forms of several findings fit into one table. `hand-over.ts` groups forms by owner and writes them as text, Markdown and CSV.
 */
const requestFormSchema = z.object({
  title: z.string().min(1).max(200),
  to: ownerSchema,
  /** Why it is asked for: what does not work without it. */
  reason: z.string().max(600),
  columns: z.array(z.string().min(1).max(40)).min(1).max(12),
  /** As many cells as there are columns; what is not known is empty. */
  rows: z
    .array(z.array(z.string().max(600)).max(12))
    .min(1)
    .max(100),
  /** What was seen and what was ruled out, one sentence or a few each. */
  evidence: z.array(z.string().max(2000)).max(20),
  /** When, where from and in which run it was seen, in words. */
  observed: z.string().max(600),
});
export type RequestForm = z.infer<typeof requestFormSchema>;

const remedySchema = z.object({
  owner: ownerSchema,
  steps: z.array(remedyStepSchema).min(1).max(12),
  /** A text that is ready to be sent to the owner, with the evidence in it. */
  request: z.string().max(4000).optional(),
  /** The same in a form that is written as text, Markdown or CSV; absent where the engineer is the one to act. */
  form: requestFormSchema.optional(),
});

/** A cause that was concluded from what the checks saw. The first finding of a run is the root cause to fix first. */
export const findingSchema = z.object({
  cause: z.enum(CAUSE_IDS as [string, ...string[]] as unknown as [(typeof CAUSE_IDS)[number]]),
  severity: severitySchema,
  subject: z.string().max(80),
  title: z.string().max(200),
  /** What was seen, with its numbers quoted. */
  detail: z.string().max(2000),
  /** 0 to 1: how much of what would prove the cause was seen. */
  confidence: z.number().min(0).max(1),
  /** Ids of the checks that show it. */
  evidence: z.array(z.string()).min(1).max(200),
  /** Causes that would have been named as well, had this one not explained them. */
  explains: z.array(z.string().max(80)).max(100),
  /** Ids of failed checks that this cause explains, beyond its own evidence. */
  explainsChecks: z.array(z.string()).max(500),
  /** What was considered and ruled out, one sentence each. */
  ruledOut: z.array(z.string().max(300)).max(12),
  remedy: remedySchema,
  /** What was filled into the remedy, by the words of `placeholders.ts`; absent in reports of an older Airway. */
  fill: z.record(z.string().max(20), z.string().max(260)).optional(),
});
export type Finding = z.infer<typeof findingSchema>;
