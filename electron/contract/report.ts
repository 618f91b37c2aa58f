import { z } from 'zod';
import { checkInfoSchema, checkStatusSchema } from './checks.ts';
import { runEndSchema, toolSchema } from './events.ts';
import { type Finding, findingSchema } from './findings.ts';
import { outcomeSchema } from './outcomes/outcome.ts';
import { syslogAnswerSchema, syslogTokenSchema } from './outcomes/syslog-message.ts';
import { profileSchema, vantageSchema } from './profile.ts';
import { checksInOrder, type RunState, sentSyslogToken } from './run-state.ts';

export const REPORT_SCHEMA = 'airway.report/1';

/** `airway.report/1`: one run with what was concluded from it. Holds no secret by construction. */
export const reportSchema = z.object({
  schema: z.literal(REPORT_SCHEMA),
  tool: toolSchema,
  run: z.object({
    id: z.string().max(80),
    startedAt: z.iso.datetime(),
    /** Null while the run goes on. */
    finishedAt: z.iso.datetime().nullable(),
    durationMs: z.number().min(0),
    ended: runEndSchema.nullable(),
  }),
  vantage: vantageSchema,
  host: z.object({ name: z.string().max(255), platform: z.string().max(40) }),
  practice: z.object({ faults: z.array(z.string().max(80)) }).optional(),
  profile: profileSchema,
  checks: z.array(
    checkInfoSchema.extend({
      status: checkStatusSchema,
      reason: z.string().max(600).optional(),
      startedMs: z.number().min(0),
      elapsedMs: z.number().min(0),
      outcome: outcomeSchema.optional(),
      /** When an earlier run saw it, where this one did not look itself. */
      seenAt: z.iso.datetime().optional(),
      crash: z.string().max(4000).optional(),
    }),
  ),
  findings: z.array(findingSchema),
  /** The syslog test message, where one was sent: the word to look for at the receiver, and what was said of it since. */
  syslogTest: z
    .object({
      token: syslogTokenSchema,
      answer: syslogAnswerSchema.optional(),
      answeredAt: z.iso.datetime().optional(),
    })
    .optional(),
  /** Ids of failed checks that no finding accounts for and that are of consequence; absent where this was not worked out. */
  unexplained: z.array(z.string().max(400)).max(2000).optional(),
});
export type Report = z.infer<typeof reportSchema>;

/** Folds a run and its findings into a report; undefined while nothing has started. Checks still under way are left out. */
export function buildReport(
  state: RunState,
  findings: readonly Finding[],
  unexplained?: readonly string[],
): Report | undefined {
  if (state.run === null) return undefined;
  const { run } = state;
  const token = sentSyslogToken(state);
  return {
    schema: REPORT_SCHEMA,
    tool: run.tool,
    run: {
      id: run.runId,
      startedAt: run.startedAt,
      finishedAt: state.finishedAt,
      durationMs: state.lastMs,
      ended: state.ended,
    },
    vantage: run.vantage,
    host: { name: run.hostname, platform: run.platform },
    ...(run.practice === undefined ? {} : { practice: run.practice }),
    profile: run.profile,
    checks: checksInOrder(state).flatMap((check) => {
      if (check.phase !== 'finished') return [];
      const { phase: _phase, ...row } = check;
      return [row];
    }),
    findings: [...findings],
    ...(token === undefined ? {} : { syslogTest: { token, ...state.syslogAnswer } }),
    ...(unexplained === undefined ? {} : { unexplained: [...unexplained] }),
  };
}

/**
 * Ids of failed checks that are no fault of the site: no finding rests on them and none is left unexplained, such as the other
 * loopback address of a service that is bound to one of the two. Empty where the report does not tell.
 */
export function failuresOfNoConsequence({ checks, findings, unexplained }: Report): ReadonlySet<string> {
  if (unexplained === undefined) return new Set();
  const counted = new Set([
    ...unexplained,
    ...findings.flatMap(({ evidence, explainsChecks }) => [...evidence, ...explainsChecks]),
  ]);
  return new Set(checks.flatMap(({ id, status }) => (status === 'failed' && !counted.has(id) ? [id] : [])));
}

/** What a run comes to: the worst severity among its findings. */
export function worstSeverity(
  findings: readonly Pick<Finding, 'severity'>[],
): Finding['severity'] | undefined {
  for (const severity of ['error', 'warning', 'info'] as const)
    if (findings.some((finding) => finding.severity === severity)) return severity;
  return undefined;
}
