import type { CheckInfo } from '../contract/checks.ts';
import type { CheckFinished, RunEnd, RunEvent, RunStarted } from '../contract/events.ts';
import { type Outcome, outcomeSchema } from '../contract/outcomes/outcome.ts';
import type { Secrets } from '../contract/profile.ts';
import type { PlanNode, PlannedCheck } from '../steps/plan.ts';

/** How long past its deadline a check may take to hand over its outcome before it is given up as a bug of ours. */
const GRACE_MS = 750;

/** What one run is made of. */
export interface RunOptions {
  readonly start: Omit<RunStarted, 'type' | 'atMs'>;
  readonly plan: readonly PlanNode[];
  readonly secrets: Secrets;
  /** Takes each event in order; what it throws ends the run as `failed`. */
  readonly append: (event: RunEvent) => void;
  /** Aborting it cancels the run: every row ends at once and what was learned is kept. */
  readonly signal: AbortSignal;
  /** Monotonic milliseconds; replaced in tests. */
  readonly now?: () => number;
}

/**
 * Carries a plan out: every check at once, a continuation the moment that its needs are there. Resolves when the last row is
 * finished, or as soon as the run is cancelled. A check that throws is one `error` row. Never rejects.
 */
export function runPlan(options: RunOptions): Promise<RunEnd> {
  return new Run(options).carryOut();
}

type Continuation = Extract<PlanNode, { kind: 'after' }>;

type Finish = Pick<CheckFinished, 'status'> & Partial<Pick<CheckFinished, 'reason' | 'outcome' | 'crash'>>;

class Run {
  readonly #options: RunOptions;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #known = new Map<string, CheckInfo>();
  readonly #settled = new Set<string>();
  readonly #outcomes = new Map<string, Outcome>();
  readonly #running = new Map<
    string,
    { startedMs: number; abort: AbortController; backstop: NodeJS.Timeout }
  >();
  #waiting: Continuation[] = [];
  readonly #impatient = new Map<Continuation, NodeJS.Timeout>();
  #end: ((ended: RunEnd) => void) | undefined;
  #hasEnded = false;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#startedAt = this.#now();
  }

  carryOut(): Promise<RunEnd> {
    return new Promise<RunEnd>((resolve) => {
      this.#end = resolve;
      const cancel = () => this.#finishRun('cancelled');
      this.#append({ type: 'run-started', atMs: 0, ...this.#options.start });
      if (this.#options.signal.aborted) return cancel();
      this.#options.signal.addEventListener('abort', cancel, { once: true });
      this.#take(this.#options.plan);
      this.#moveOn();
    });
  }

  #offset(): number {
    return Math.max(0, this.#now() - this.#startedAt);
  }

  #append(event: RunEvent): void {
    if (this.#hasEnded && event.type !== 'run-finished') return;
    try {
      this.#options.append(event);
    } catch (error) {
      this.#finishRun('failed', `The run could not be recorded: ${messageOf(error)}`);
    }
  }

  #take(nodes: readonly PlanNode[]): void {
    for (const node of nodes) {
      if (this.#hasEnded) return;
      if (node.kind === 'after') this.#wait(node);
      else if (!this.#known.has(node.info.id)) {
        this.#known.set(node.info.id, node.info);
        if (node.kind === 'check') this.#start(node);
        else this.#settle(node.info, { status: 'skipped', reason: node.reason }, this.#offset());
      }
    }
  }

  #wait(node: Continuation): void {
    this.#waiting.push(node);
    if (node.patienceMs === undefined) return;
    const open = (): void => {
      if (!this.#waiting.includes(node)) return;
      this.#open(node);
      this.#moveOn();
    };
    this.#impatient.set(node, setTimeout(open, node.patienceMs));
  }

  #open(node: Continuation): void {
    clearTimeout(this.#impatient.get(node));
    this.#impatient.delete(node);
    this.#waiting = this.#waiting.filter((other) => other !== node);
    this.#take(this.#continuationOf(node));
  }

  /** Opens what has become possible; ends the run when nothing is under way and nothing waits. */
  #moveOn(): void {
    for (;;) {
      if (this.#hasEnded) return;
      // A need that nothing in the plan provides would wait for ever: once all is quiet, it counts as absent.
      const isQuiet = this.#running.size === 0;
      const ready = this.#waiting.filter((node) => node.needs.every((id) => this.#settled.has(id)));
      const next = ready.length > 0 ? ready : isQuiet ? this.#waiting.slice(0, 1) : [];
      if (next.length === 0) {
        if (isQuiet) this.#finishRun('completed');
        return;
      }
      for (const node of next) this.#open(node);
    }
  }

  #continuationOf(node: Continuation): readonly PlanNode[] {
    try {
      return node.plan(this.#outcomes);
    } catch (error) {
      const origin = this.#known.get(node.needs[0] ?? '');
      const info: CheckInfo = {
        id: `plan/${node.needs.join('+')}`.slice(0, 400),
        step: origin?.step ?? 'host',
        probe: 'plan',
        title: 'What to check next',
        target: origin?.target ?? 'this run',
        subject: origin?.subject ?? 'host',
        deadlineMs: 0,
      };
      this.#known.set(info.id, info);
      this.#settle(info, crashed(error), this.#offset());
      return [];
    }
  }

  #start(node: PlannedCheck): void {
    const { info } = node;
    const startedMs = this.#offset();
    const abort = new AbortController();
    const backstop = setTimeout(() => {
      abort.abort();
      this.#finishCheck(info, {
        status: 'error',
        reason: `Airway's own check did not stop at its deadline of ${info.deadlineMs} ms`,
      });
    }, info.deadlineMs + GRACE_MS);
    this.#running.set(info.id, { startedMs, abort, backstop });
    this.#append({ type: 'check-started', atMs: startedMs, check: info, awaiting: node.awaiting });
    const context = {
      signal: abort.signal,
      deadlineMs: info.deadlineMs,
      now: this.#now,
      wallClock: Date.now,
      progress: (awaiting: string) => {
        if (this.#running.has(info.id))
          this.#append({
            type: 'check-progressed',
            atMs: this.#offset(),
            id: info.id,
            awaiting: awaiting.slice(0, 300),
          });
      },
      secrets: this.#options.secrets,
    };
    // A probe that throws before its first await is a crash of that one check as well.
    Promise.resolve()
      .then(() => node.observe(context))
      .then(
        ({ outcome, verdict }) => {
          const parsed = outcomeSchema.safeParse(outcome);
          if (!parsed.success) throw new Error(`outcome is not of its schema: ${parsed.error.message}`);
          this.#finishCheck(info, { status: verdict.status, reason: verdict.reason, outcome: parsed.data });
        },
        (error: unknown) => this.#finishCheck(info, crashed(error)),
      )
      .catch((error: unknown) => this.#finishCheck(info, crashed(error)));
  }

  #finishCheck(info: CheckInfo, finish: Finish): void {
    const running = this.#running.get(info.id);
    if (running === undefined) return;
    clearTimeout(running.backstop);
    this.#running.delete(info.id);
    this.#settle(info, finish, running.startedMs);
    this.#moveOn();
  }

  #settle(info: CheckInfo, finish: Finish, startedMs: number): void {
    this.#settled.add(info.id);
    if (finish.outcome !== undefined) this.#outcomes.set(info.id, finish.outcome);
    const atMs = this.#offset();
    this.#append({
      type: 'check-finished',
      atMs,
      id: info.id,
      ...(finish.status === 'skipped' || info.probe === 'plan' ? { check: info } : {}),
      elapsedMs: Math.max(0, atMs - startedMs),
      ...finish,
      ...(finish.reason === undefined ? {} : { reason: finish.reason.slice(0, 600) }),
    });
  }

  #finishRun(ended: RunEnd, message?: string): void {
    if (this.#hasEnded) return;
    if (ended === 'cancelled') for (const id of this.#running.keys()) this.#cancelRow(id);
    this.#hasEnded = true;
    for (const { abort, backstop } of this.#running.values()) {
      clearTimeout(backstop);
      abort.abort();
    }
    this.#running.clear();
    for (const timer of this.#impatient.values()) clearTimeout(timer);
    this.#append({
      type: 'run-finished',
      atMs: this.#offset(),
      finishedAt: new Date().toISOString(),
      ended,
      ...(message === undefined ? {} : { message: message.slice(0, 600) }),
    });
    this.#end?.(ended);
  }

  #cancelRow(id: string): void {
    const info = this.#known.get(id);
    const running = this.#running.get(id);
    if (info !== undefined && running !== undefined)
      this.#settle(info, { status: 'skipped', reason: 'the run was cancelled first' }, running.startedMs);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function crashed(error: unknown): Finish {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    status: 'error',
    reason: `Airway's own check crashed: ${messageOf(error)}`,
    // Folders of the machine that built or runs Airway say nothing about the fault.
    crash: stack.replace(/\(?(?:file:\/\/)?[^\s()]*\/([^\s()/]+:\d+:\d+)\)?/g, '$1').slice(0, 4000),
  };
}
