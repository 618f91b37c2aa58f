import { z } from 'zod';
import { checkInfoSchema, checkStatusSchema, stepSchema } from './checks.ts';
import { outcomeSchema } from './outcomes/outcome.ts';
import { syslogAnswerSchema } from './outcomes/syslog-message.ts';
import { profileSchema, vantageSchema } from './profile.ts';

/** Milliseconds since the run started, from a monotonic clock. */
const atMs = z.number().min(0);

export const toolSchema = z.object({ name: z.literal('airway'), version: z.string().max(40) });
export type Tool = z.infer<typeof toolSchema>;

/** How a run came to its end; `cut-off` is written by the reader of a journal that has no end. */
export const runEndSchema = z.enum(['completed', 'cancelled', 'cut-off', 'failed']);
export type RunEnd = z.infer<typeof runEndSchema>;

const runStarted = z.object({
  type: z.literal('run-started'),
  atMs,
  runId: z.string().min(1).max(80),
  startedAt: z.iso.datetime(),
  tool: toolSchema,
  vantage: vantageSchema,
  /** The machine that the run is made from. */
  hostname: z.string().max(255),
  platform: z.string().max(40),
  profile: profileSchema,
  steps: z.array(stepSchema),
  /** Faults of the practice site; absent on a real site. */
  practice: z.object({ faults: z.array(z.string().max(80)) }).optional(),
  /** True when whoever started the run agreed to one syslog test message. */
  sendsSyslogTest: z.boolean().optional(),
  /** The run whose rows stand in for the steps that this one does not check. */
  continues: z.string().min(1).max(80).optional(),
  /** Counts the rounds of a watch; absent where somebody started the run by hand. */
  watchRound: z.int().min(1).optional(),
});

const checkStarted = z.object({
  type: z.literal('check-started'),
  atMs,
  check: checkInfoSchema,
  awaiting: z.string().max(300),
});

const checkProgressed = z.object({
  type: z.literal('check-progressed'),
  atMs,
  id: z.string(),
  awaiting: z.string().max(300),
});

const checkFinished = z.object({
  type: z.literal('check-finished'),
  atMs,
  id: z.string(),
  /** The check itself, when it never started: it was skipped. */
  check: checkInfoSchema.optional(),
  status: checkStatusSchema,
  /** One sentence that says what was seen, or why the check was skipped. */
  reason: z.string().max(600).optional(),
  elapsedMs: z.number().min(0),
  outcome: outcomeSchema.optional(),
  /** When it was seen, where it was carried over from the run that this one continues; absent where this run looked itself. */
  seenAt: z.iso.datetime().optional(),
  /** Stack of a crashed check: a bug of ours, kept for the bundle. */
  crash: z.string().max(4000).optional(),
});

const runFinished = z.object({
  type: z.literal('run-finished'),
  atMs,
  finishedAt: z.iso.datetime(),
  ended: runEndSchema,
  message: z.string().max(600).optional(),
});

/** Said by a person, at any time after the run: the only event that may follow its end. The last one counts. */
const syslogAnswered = z.object({
  type: z.literal('syslog-answered'),
  atMs,
  answeredAt: z.iso.datetime(),
  answer: syslogAnswerSchema,
});

/** One entry of the append-only list that a run is; everything that anyone sees is a fold over this list. */
export const runEventSchema = z.discriminatedUnion('type', [
  runStarted,
  checkStarted,
  checkProgressed,
  checkFinished,
  runFinished,
  syslogAnswered,
]);
export type RunEvent = z.infer<typeof runEventSchema>;
export type RunStarted = z.infer<typeof runStarted>;
export type CheckFinished = z.infer<typeof checkFinished>;
