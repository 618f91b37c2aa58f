import { describe, expect, it } from 'vitest';
import type { CheckInfo } from '../contract/checks.ts';
import type { RunEvent } from '../contract/events.ts';
import type { TcpOutcome } from '../contract/outcomes/tcp.ts';
import { checksInOrder, reduceRun } from '../contract/run-state.ts';
import type { ProbeContext } from '../probes/probe.ts';
import { type PlanNode, skip, whenFinished, whenFinishedOrLate } from '../steps/plan.ts';
import { runPlan } from './engine.ts';

const START = {
  runId: 'run-1',
  startedAt: '2026-01-01T00:00:00.000Z',
  tool: { name: 'airway' as const, version: '0' },
  vantage: 'asset' as const,
  hostname: 'here',
  platform: 'linux',
  profile: { schema: 'airway.profile/1' as const, name: 'Site', vantage: 'asset' as const },
  steps: ['console' as const],
};

const OPEN: TcpOutcome = {
  kind: 'tcp',
  code: 'open',
  address: '127.0.0.1',
  port: 1,
  family: 4,
  hasRetransmitSignature: false,
  elapsedMs: 1,
};

const info = (id: string, deadlineMs = 5000): CheckInfo => ({
  id,
  step: 'console',
  probe: 'tcp',
  title: id,
  target: id,
  subject: 'console:443',
  deadlineMs,
});

function node(
  id: string,
  observe: (context: ProbeContext) => Promise<TcpOutcome>,
  deadlineMs?: number,
): PlanNode {
  return {
    kind: 'check',
    info: info(id, deadlineMs),
    awaiting: `an answer of ${id}`,
    observe: async (context) => ({
      outcome: await observe(context),
      verdict: { status: 'passed', reason: `${id} opened` },
    }),
  };
}

const quick = (id: string): PlanNode => node(id, async () => OPEN);
const never = (id: string, deadlineMs?: number): PlanNode =>
  node(id, () => new Promise(() => undefined), deadlineMs);

async function run(
  plan: readonly PlanNode[],
  options: { abort?: AbortController; append?: (event: RunEvent) => void } = {},
) {
  const events: RunEvent[] = [];
  const { abort = new AbortController(), append } = options;
  const ended = await runPlan({
    start: START,
    plan,
    secrets: {},
    signal: abort.signal,
    append: (event) => {
      append?.(event);
      events.push(event);
    },
  });
  const state = reduceRun(events);
  return { ended, events, state, row: (id: string) => checksInOrder(state).find((check) => check.id === id) };
}

describe('the engine', () => {
  it('starts every independent check before any has finished', async () => {
    const open: (() => void)[] = [];
    const waiting = ['a', 'b', 'c'].map((id) =>
      node(id, () => new Promise((resolve) => void open.push(() => resolve(OPEN)))),
    );
    const running = run([...waiting, whenFinished(['a', 'b', 'c'], () => [quick('d')])]);
    await expect.poll(() => open.length).toBe(3);
    for (const answer of open) answer();
    const { events, ended } = await running;
    expect(ended).toBe('completed');
    expect(events.map((event) => event.type)).toEqual([
      'run-started',
      'check-started',
      'check-started',
      'check-started',
      'check-finished',
      'check-finished',
      'check-finished',
      'check-started',
      'check-finished',
      'run-finished',
    ]);
  });

  it('goes on with a follow-up the moment its need is there, while others still run', async () => {
    const abort = new AbortController();
    const { row } = await run(
      [
        never('slow'),
        quick('a'),
        whenFinished(['a'], (seen) => [seen.get('a')?.code === 'open' ? quick('b') : never('wrong')]),
      ],
      {
        abort,
        append: (event) => {
          if (event.type === 'check-finished' && event.id === 'b') queueMicrotask(() => abort.abort());
        },
      },
    );
    expect(row('b')).toMatchObject({ phase: 'finished', status: 'passed' });
    expect(row('slow')).toMatchObject({
      phase: 'finished',
      status: 'skipped',
      reason: 'the run was cancelled first',
    });
  });

  it('opens a follow-up that has no patience left, beside the check that it is about', async () => {
    let answer: () => void = () => undefined;
    const silent = node('silent', () => new Promise((resolve) => (answer = () => resolve(OPEN))));
    const plans: boolean[] = [];
    const { ended, state } = await run([
      silent,
      whenFinishedOrLate(['silent'], 5, (seen) => {
        plans.push(seen.has('silent'));
        // Without the follow-up the silent check would never end.
        return [
          node('beside', async () => {
            answer();
            return OPEN;
          }),
        ];
      }),
    ]);
    expect(ended).toBe('completed');
    expect(plans).toEqual([false]);
    expect(state.order).toEqual(['silent', 'beside']);
  });

  it('opens a patient follow-up once, the moment that its need is there', async () => {
    const plans: boolean[] = [];
    const { ended, row } = await run([
      quick('a'),
      whenFinishedOrLate(['a'], 60_000, (seen) => {
        plans.push(seen.has('a'));
        return [quick('b')];
      }),
    ]);
    expect(ended).toBe('completed');
    expect(plans).toEqual([true]);
    expect(row('b')).toMatchObject({ status: 'passed' });
  });

  it('turns a crash into one error row and goes on', async () => {
    const boom = node('boom', () => {
      throw new TypeError('a bug of ours');
    });
    const { row, ended, state } = await run([
      boom,
      quick('a'),
      whenFinished(['boom'], (seen) => [seen.has('boom') ? never('wrong') : quick('b')]),
    ]);
    expect(ended).toBe('completed');
    expect(row('boom')).toMatchObject({
      status: 'error',
      reason: "Airway's own check crashed: a bug of ours",
    });
    expect(JSON.stringify(row('boom'))).not.toContain('/work');
    expect([row('a'), row('b')]).toMatchObject([{ status: 'passed' }, { status: 'passed' }]);
    expect(state.order).toEqual(['boom', 'a', 'b']);
  });

  it('turns a follow-up that cannot be planned into one error row', async () => {
    const { state, ended } = await run([
      quick('a'),
      whenFinished(['a'], () => {
        throw new Error('no plan');
      }),
    ]);
    expect(ended).toBe('completed');
    expect(checksInOrder(state).map((check) => check.phase === 'finished' && check.status)).toEqual([
      'passed',
      'error',
    ]);
  });

  it('refuses an outcome that is not of its schema, so that every journal can be opened', async () => {
    const { row } = await run([node('odd', async () => ({ ...OPEN, address: 'x'.repeat(100) }))]);
    expect(row('odd')).toMatchObject({ status: 'error' });
    expect(row('odd')).not.toHaveProperty('outcome');
  });

  it('gives up a check that ignores its deadline, and tells it to stop', async () => {
    let signal: AbortSignal | undefined;
    const deaf = node(
      'deaf',
      (context) => {
        signal = context.signal;
        return new Promise(() => undefined);
      },
      1,
    );
    const { row, ended } = await run([deaf, quick('a')]);
    expect(ended).toBe('completed');
    expect(row('deaf')).toMatchObject({ status: 'error' });
    expect(signal?.aborted).toBe(true);
  });

  it('ends every row at once when it is cancelled, and keeps what was learned', async () => {
    const abort = new AbortController();
    const signals: AbortSignal[] = [];
    const deaf = ['x', 'y'].map((id) =>
      node(id, (context) => {
        signals.push(context.signal);
        return new Promise(() => undefined);
      }),
    );
    const { ended, row, events } = await run(
      [...deaf, quick('a'), whenFinished(['x'], () => [quick('later')])],
      {
        abort,
        append: (event) => {
          if (event.type === 'check-finished' && event.id === 'a') queueMicrotask(() => abort.abort());
        },
      },
    );
    expect(ended).toBe('cancelled');
    expect(row('a')).toMatchObject({ status: 'passed', outcome: { code: 'open' } });
    expect(row('x')).toMatchObject({ status: 'skipped' });
    expect(row('later')).toBeUndefined();
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', ended: 'cancelled' });
  });

  it('does not start what was cancelled before', async () => {
    const abort = new AbortController();
    abort.abort();
    const { events } = await run([quick('a')], { abort });
    expect(events.map(({ type }) => type)).toEqual(['run-started', 'run-finished']);
  });

  it('makes a check once, however often it is planned', async () => {
    const { state } = await run([
      quick('a'),
      whenFinished(['a'], () => [quick('a'), quick('b')]),
      whenFinished(['a'], () => [quick('b')]),
    ]);
    expect(state.order).toEqual(['a', 'b']);
  });

  it('does not wait for a need that nothing provides', async () => {
    const { row, ended } = await run([quick('a'), whenFinished(['nowhere'], () => [quick('b')])]);
    expect(ended).toBe('completed');
    expect(row('b')).toMatchObject({ status: 'passed' });
  });

  it('shows a skipped check with its reason, and never as failed', async () => {
    const { row } = await run([
      skip(
        'tls',
        { id: 's', step: 'console', title: 's', target: 's', subject: 'console:443' },
        'TCP did not open',
      ),
    ]);
    expect(row('s')).toMatchObject({ status: 'skipped', reason: 'TCP did not open' });
  });

  it('says that the run failed when its events cannot be kept', async () => {
    const events: RunEvent[] = [];
    const ended = await runPlan({
      start: START,
      plan: [quick('a')],
      secrets: {},
      signal: new AbortController().signal,
      append: (event) => {
        if (event.type === 'check-finished') throw new Error('disk full');
        events.push(event);
      },
    });
    expect(ended).toBe('failed');
    expect(events.at(-1)).toMatchObject({
      type: 'run-finished',
      message: 'The run could not be recorded: disk full',
    });
  });
});
