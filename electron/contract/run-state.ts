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
  return reduceRun([event], state);
}

/** Folds events over a state; the same answer however the list is cut. A list that changes nothing gives the state itself. */
export function reduceRun(events: Iterable<RunEvent>, from: RunState = EMPTY_RUN): RunState {
  // One copy a list, and not one an event: a long run has as many events as its table has rows.
  const draft: Draft = { ...from, order: [...from.order], checks: { ...from.checks } };
  let isChanged = false;
  for (const event of events) if (apply(draft, event)) isChanged = true;
  return isChanged ? draft : from;
}

/** A state that is being folded, seen by nobody else until it is done. */
type Draft = { -readonly [K in keyof RunState]: RunState[K] } & {
  order: string[];
  checks: Record<string, CheckState>;
};

/** Answers whether anything was changed. */
function apply(draft: Draft, event: RunEvent): boolean {
  const isTaken = applyOwn(draft, event);
  // What somebody says afterwards is no moment of the run: how long it took stays as it was.
  if (isTaken && event.type !== 'syslog-answered') draft.lastMs = Math.max(draft.lastMs, event.atMs);
  return isTaken;
}

function applyOwn(draft: Draft, event: RunEvent): boolean {
  switch (event.type) {
    case 'run-started': {
      if (draft.phase !== 'empty') return false;
      const { type: _type, atMs: _atMs, ...run } = event;
      Object.assign(draft, { phase: 'running', run });
      return true;
    }
    case 'check-started': {
      const { check, awaiting, atMs } = event;
      const known = ownCheck(draft, check.id);
      if (draft.phase !== 'running' || (known !== undefined && !isCarried(known))) return false;
      if (known === undefined) draft.order.push(check.id);
      return put(draft, { ...check, phase: 'running', startedMs: atMs, awaiting });
    }
    case 'check-progressed': {
      const check = ownCheck(draft, event.id);
      if (draft.phase !== 'running' || check?.phase !== 'running') return false;
      return put(draft, { ...check, awaiting: event.awaiting });
    }
    case 'check-finished':
      return draft.phase === 'running' && finishCheck(draft, event);
    case 'run-finished': {
      if (draft.phase !== 'running') return false;
      const { ended, finishedAt, message = null } = event;
      draft.lastMs = Math.max(draft.lastMs, event.atMs);
      Object.assign(draft, { phase: 'finished', ended, finishedAt, message });
      stopRunning(draft);
      return true;
    }
    case 'syslog-answered': {
      if (draft.phase === 'empty') return false;
      const { answer, answeredAt } = event;
      draft.syslogAnswer = { answer, answeredAt };
      return true;
    }
  }
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

function ownCheck(state: Pick<RunState, 'checks'>, id: string): CheckState | undefined {
  return Object.hasOwn(state.checks, id) ? state.checks[id] : undefined;
}

/** A row of an earlier run gives way to the same check of this one, in its place. */
const isCarried = (check: CheckState): boolean => check.phase === 'finished' && check.seenAt !== undefined;

/** A row under its id, whatever the id is: `__proto__` set by assignment would be no row. */
function put(draft: Draft, check: CheckState): true {
  Object.defineProperty(draft.checks, check.id, {
    value: check,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return true;
}

function finishCheck(draft: Draft, event: CheckFinished): boolean {
  const known = ownCheck(draft, event.id);
  if (known?.phase === 'finished' && !isCarried(known)) return false;
  const info = known?.phase === 'running' ? known : event.check;
  if (info === undefined || info.id !== event.id) return false;
  const { id, step, probe, title, target, subject, deadlineMs } = info;
  if (known === undefined) draft.order.push(id);
  return put(draft, {
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
  });
}

const WHY_STOPPED: Record<RunEnd, string> = {
  completed: 'not finished when the run ended',
  cancelled: 'the run was cancelled first',
  'cut-off': 'the run was cut off first',
  failed: 'Airway stopped first',
};

/** A check that was under way when the run ended was not carried out: skipped, never failed. */
function stopRunning(draft: Draft): void {
  for (const check of checksInOrder(draft)) {
    if (check.phase !== 'running') continue;
    const { awaiting: _awaiting, ...info } = check;
    put(draft, {
      ...info,
      phase: 'finished',
      status: 'skipped',
      reason: WHY_STOPPED[draft.ended ?? 'completed'],
      elapsedMs: Math.max(0, draft.lastMs - check.startedMs),
    });
  }
}
