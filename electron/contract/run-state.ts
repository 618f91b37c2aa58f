import type { CheckInfo, CheckStatus } from './checks.ts';
import type { CheckFinished, RunEnd, RunEvent, RunStarted } from './events.ts';
import type { Outcome } from './outcomes/outcome.ts';
import type { SyslogAnswer } from './outcomes/syslog-message.ts';

/** A check as it stands now. `awaiting` names what a running check waits for. */
export type CheckState =
  | (CheckInfo & { readonly phase: 'running'; readonly startedMs: number; readonly awaiting: string })
  | (CheckInfo & {
      readonly phase: 'finished';
      readonly startedMs: number;
      readonly elapsedMs: number;
      readonly status: CheckStatus;
      readonly reason?: string;
      readonly outcome?: Outcome;
      /** When an earlier run saw it, where this one did not look itself. */
      readonly seenAt?: string;
      readonly crash?: string;
    });

/** A run as it stands after some events: a fold, never stored by itself. */
export interface RunState {
  readonly phase: 'empty' | 'running' | 'finished';
  readonly run: Omit<RunStarted, 'type' | 'atMs'> | null;
  readonly ended: RunEnd | null;
  readonly finishedAt: string | null;
  readonly message: string | null;
  /** Offset of the last event, in ms: how far the run is known. */
  readonly lastMs: number;
  /** Ids in the order in which the checks appeared; rows keep this order for ever. */
  readonly order: readonly string[];
  readonly checks: Readonly<Record<string, CheckState>>;
  /** What somebody said who looked for the syslog test message; null while nobody has. */
  readonly syslogAnswer: { readonly answer: SyslogAnswer; readonly answeredAt: string } | null;
}

export const EMPTY_RUN: RunState = {
  phase: 'empty',
  run: null,
  ended: null,
  finishedAt: null,
  message: null,
  lastMs: 0,
  order: [],
  checks: {},
  syslogAnswer: null,
};

/** The one reducer. It never throws: an event that makes no sense here (an unknown check, a second end) changes nothing. */
export function reduceEvent(state: RunState, event: RunEvent): RunState {
  const lastMs = Math.max(state.lastMs, event.atMs);
  switch (event.type) {
    case 'run-started': {
      if (state.phase !== 'empty') return state;
      const { type: _type, atMs: _atMs, ...run } = event;
      return { ...state, phase: 'running', run, lastMs };
    }
    case 'check-started': {
      if (state.phase !== 'running') return state;
      const known = ownCheck(state, event.check.id);
      if (known !== undefined && !isCarried(known)) return state;
      const check: CheckState = {
        ...event.check,
        phase: 'running',
        startedMs: event.atMs,
        awaiting: event.awaiting,
      };
      const order = known === undefined ? [...state.order, check.id] : state.order;
      return withCheck({ ...state, lastMs, order }, check);
    }
    case 'check-progressed': {
      const check = ownCheck(state, event.id);
      if (state.phase !== 'running' || check?.phase !== 'running') return state;
      return withCheck({ ...state, lastMs }, { ...check, awaiting: event.awaiting });
    }
    case 'check-finished':
      return state.phase === 'running' ? finishCheck({ ...state, lastMs }, event) : state;
    case 'run-finished': {
      if (state.phase !== 'running') return state;
      const { ended, finishedAt } = event;
      return stopRunning({
        ...state,
        phase: 'finished',
        ended,
        finishedAt,
        message: event.message ?? null,
        lastMs,
      });
    }
    case 'syslog-answered': {
      if (state.phase === 'empty') return state;
      const { answer, answeredAt } = event;
      // Not a moment of the run: how long it took stays as it was.
      return { ...state, syslogAnswer: { answer, answeredAt } };
    }
  }
}

/** Folds events over a state; the same answer however the list is cut. */
export function reduceRun(events: Iterable<RunEvent>, from: RunState = EMPTY_RUN): RunState {
  let state = from;
  for (const event of events) state = reduceEvent(state, event);
  return state;
}

/** The checks in row order. */
export function checksInOrder(state: RunState): CheckState[] {
  return state.order.flatMap((id) => ownCheck(state, id) ?? []);
}

/** The word to look for at the receiver; undefined when no syslog test message was sent. */
export function sentSyslogToken(state: RunState): string | undefined {
  for (const check of checksInOrder(state))
    if (check.phase === 'finished' && check.outcome?.kind === 'syslog-message' && check.outcome.wasSent)
      return check.outcome.token;
  return undefined;
}

function ownCheck(state: RunState, id: string): CheckState | undefined {
  return Object.hasOwn(state.checks, id) ? state.checks[id] : undefined;
}

/** A row of an earlier run gives way to the same check of this one, in its place. */
const isCarried = (check: CheckState): boolean => check.phase === 'finished' && check.seenAt !== undefined;

function withCheck(state: RunState, check: CheckState): RunState {
  return { ...state, checks: { ...state.checks, [check.id]: check } };
}

function finishCheck(state: RunState, event: CheckFinished): RunState {
  const known = ownCheck(state, event.id);
  if (known?.phase === 'finished' && !isCarried(known)) return state;
  const info = known?.phase === 'running' ? known : event.check;
  if (info === undefined || info.id !== event.id) return state;
  const { id, step, probe, title, target, subject, deadlineMs } = info;
  const finished: CheckState = {
    id,
    step,
    probe,
    title,
    target,
    subject,
    deadlineMs,
    phase: 'finished',
    startedMs: known?.phase === 'running' ? known.startedMs : event.atMs,
    elapsedMs: event.elapsedMs,
    status: event.status,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    ...(event.outcome === undefined ? {} : { outcome: event.outcome }),
    ...(event.seenAt === undefined ? {} : { seenAt: event.seenAt }),
    ...(event.crash === undefined ? {} : { crash: event.crash }),
  };
  return withCheck(known === undefined ? { ...state, order: [...state.order, id] } : state, finished);
}

const WHY_STOPPED: Record<RunEnd, string> = {
  completed: 'not finished when the run ended',
  cancelled: 'the run was cancelled first',
  'cut-off': 'the run was cut off first',
  failed: 'Airway stopped first',
};

/** A check that was under way when the run ended was not carried out: skipped, never failed. */
function stopRunning(state: RunState): RunState {
  const checks: Record<string, CheckState> = { ...state.checks };
  for (const check of checksInOrder(state)) {
    if (check.phase !== 'running') continue;
    const { awaiting: _awaiting, ...info } = check;
    checks[check.id] = {
      ...info,
      phase: 'finished',
      status: 'skipped',
      reason: WHY_STOPPED[state.ended ?? 'completed'],
      elapsedMs: Math.max(0, state.lastMs - check.startedMs),
    };
  }
  return { ...state, checks };
}
