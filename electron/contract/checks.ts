import { z } from 'zod';

/** The steps of the wizard that hold checks, in the order in which an engineer walks them. */
export const stepSchema = z.enum(['host', 'console', 'responder', 'active-directory', 'syslog']);
export type StepId = z.infer<typeof stepSchema>;
export const STEP_IDS = stepSchema.options;

/**
 * `passed`, `warned` and `failed` are results of a check that ran. `skipped` was not run, for a reason that is said.
 * `error` means that Airway itself could not carry the check out.
 */
export const checkStatusSchema = z.enum(['passed', 'warned', 'failed', 'skipped', 'error']);
export type CheckStatus = z.infer<typeof checkStatusSchema>;

/** What a check is about, in the words that reports use: `console:443`, `dns`, `host`, `syslog:514/udp`. */
const subjectSchema = z.string().regex(/^[a-z-]+(?::\d{1,5}(?:\/udp)?)?$/);

/** One check: one probe on one target. The id is stable for the same profile, so that two runs can be compared. */
export const checkInfoSchema = z.object({
  id: z.string().min(1).max(400),
  step: stepSchema,
  /** The probe's id, which is also the `kind` of the outcome that it returns. */
  probe: z.string().min(1).max(40),
  title: z.string().min(1).max(200),
  /** What is probed, as an engineer would say it: `10.0.0.5:443`, `console.example.com at 10.0.0.53`. */
  target: z.string().min(1).max(400),
  subject: subjectSchema,
  deadlineMs: z.int().min(0),
});
export type CheckInfo = z.infer<typeof checkInfoSchema>;
