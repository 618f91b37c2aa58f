import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../electron/contract/events.ts';
import type { Finding } from '../../electron/contract/findings.ts';
import { ok, refused } from '../../electron/contract/result.ts';
import { fakeApi } from '../testing/fake-api.ts';
import { certificateExpired } from '../testing/scripted-findings.ts';
import { failingRun, healthyRun, SCRIPTED_PROFILE } from '../testing/scripted-runs.ts';
import type { WatchTarget } from './watch-verdict.ts';
import { targetOf } from './watch-verdict.ts';
import { createWizardStore } from './wizard-store.ts';

const head = (runId: string) => ({ runId, startedAt: '2026-06-01T12:00:00.000Z', profile: SCRIPTED_PROFILE });
const STEP: WatchTarget = { steps: ['console'], finding: null };

type Round = 'failing' | 'healthy' | 'cut short';

/** A host that plays one run after the other: `run-0` is on the screen, the rounds follow. A round ends when a test lets it. */
async function setUp(...rounds: readonly Round[]) {
  const api = fakeApi();
  const pauses: { run: () => void; afterMs: number; isOff: boolean }[] = [];
  const store = createWizardStore(api, {
    schedule: (flush) => queueMicrotask(flush),
    later: (run, afterMs) => {
      const pause = { run, afterMs, isOff: false };
      pauses.push(pause);
      return () => {
        pause.isOff = true;
      };
    },
    now: () => '2026-06-01T12:05:00.000Z',
  });
  const state = store.getState;
  const ended = new Set(['run-0']);
  let count = 0;
  const said = (runId: string): { events: readonly RunEvent[]; findings: readonly Finding[] } => {
    const round = runId === 'run-0' ? 'failing' : (rounds[Number(runId.slice(4)) - 1] ?? 'failing');
    const { events } = (round === 'failing' ? failingRun : healthyRun)(head(runId));
    const findings = round === 'failing' ? [certificateExpired] : [];
    if (!ended.has(runId)) return { events: events.slice(0, 3), findings: [] };
    const last = events.at(-1);
    if (round === 'cut short' && last?.type === 'run-finished')
      return { events: [...events.slice(0, 3), { ...last, ended: 'cancelled' }], findings };
    return { events, findings };
  };
  api.handlers['run-open'] = async ({ runId }) => ok({ runId, ...said(runId), unexplained: [] });
  api.handlers['run-start'] = async () => {
    count += 1;
    return ok({ runId: `run-${count}` });
  };
  await state().openRun('run-0', 'chosen');
  const inputs = () =>
    api.asked.flatMap(({ channel, input }) => (channel === 'run-start' ? [input as object] : []));
  return {
    api,
    state,
    pauses,
    inputs,
    settle: () => api.settled(),
    endRound: async () => {
      const runId = `run-${count}`;
      ended.add(runId);
      api.tell('run-events', { runId, events: said(runId).events });
      await api.settled();
    },
    next: async () => {
      pauses.at(-1)?.run();
      await api.settled();
    },
  };
}

describe('a watch', () => {
  it('repeats the step, one run at a time, until it is green', async () => {
    const { state, inputs, pauses, endRound, next, settle } = await setUp('failing', 'healthy');
    void state().startWatch(STEP);
    await settle();
    expect(state().watch).toMatchObject({ phase: 'checking', rounds: 1, runId: 'run-1' });
    expect(state().runId).toBe('run-0');
    await endRound();
    expect(state()).toMatchObject({ runId: 'run-1', watch: { phase: 'waiting', lastChange: null } });
    expect(pauses.map(({ afterMs }) => afterMs)).toEqual([5000]);
    await next();
    await endRound();
    expect(state()).toMatchObject({
      runId: 'run-2',
      findings: [],
      watch: {
        phase: 'green',
        rounds: 2,
        lastChange: {
          at: '2026-06-01T12:05:00.000Z',
          gone: [{ cause: certificateExpired.cause, title: certificateExpired.title }],
          came: [],
        },
      },
    });
    expect(pauses).toHaveLength(1);
    expect(inputs()).toMatchObject([
      { steps: ['console'], continues: 'run-0', watchRound: 1 },
      { steps: ['console'], continues: 'run-1', watchRound: 2 },
    ]);
    state().dismissWatch();
    expect(state().watch).toBeNull();
  });

  it('leaves what is on the screen alone while a round is under way', async () => {
    const { api, state, settle } = await setUp('healthy');
    const before = state().run;
    void state().startWatch(STEP);
    await settle();
    api.tell('run-events', { runId: 'run-1', events: healthyRun(head('run-1')).events.slice(0, 5) });
    api.tell('run-findings', { runId: 'run-1', findings: [] });
    await settle();
    expect(state().run).toBe(before);
    expect(state().findings).toEqual([certificateExpired]);
  });

  it('sends neither a password nor a message by itself', async () => {
    const { state, inputs, settle } = await setUp('failing');
    state().editDirectory({ domain: 'corp.example.com', username: 'svc@corp.example.com' });
    state().setBindPassword('s3cret');
    state().editSyslog({ address: 'siem.example.com' });
    state().setSendsSyslogTest(true);
    void state().startWatch({ steps: ['active-directory', 'syslog'], finding: null });
    await settle();
    expect(JSON.stringify(inputs())).not.toContain('s3cret');
    expect(inputs()[0]).not.toHaveProperty('sendSyslogTest');
    expect(state().sendsSyslogTest).toBe(true);
  });

  it('is stopped between rounds, and in the middle of one', async () => {
    const { api, state, pauses, endRound, next, settle } = await setUp('failing', 'failing');
    void state().startWatch(STEP);
    await settle();
    await endRound();
    await state().stopWatch();
    expect(pauses[0]?.isOff).toBe(true);
    await next();
    expect(state().watch).toBeNull();
    void state().startWatch(STEP);
    await settle();
    const stopping = state().stopWatch();
    await settle();
    expect(api.asked.filter(({ channel }) => channel === 'run-cancel').map(({ input }) => input)).toEqual([
      { runId: 'run-2' },
    ]);
    await endRound();
    await stopping;
    expect(state()).toMatchObject({ watch: null, runId: 'run-1' });
  });

  it('cancels a round that starts while it is being stopped', async () => {
    const { api, state, endRound, settle } = await setUp('failing');
    const slow = Promise.withResolvers<void>();
    const start = api.handlers['run-start'];
    api.handlers['run-start'] = async (input) => {
      await slow.promise;
      return start(input);
    };
    void state().startWatch(STEP);
    await settle();
    const stopping = state().stopWatch();
    slow.resolve();
    await settle();
    expect(api.asked.at(-2)).toEqual({ channel: 'run-cancel', input: { runId: 'run-1' } });
    await endRound();
    await stopping;
    expect(state().watch).toBeNull();
  });

  it('gives way to a run that somebody starts', async () => {
    const { state, inputs, endRound, settle } = await setUp('failing', 'healthy');
    void state().startWatch(STEP);
    await settle();
    const starting = state().startRun();
    await endRound();
    await endRound();
    await starting;
    expect(state().watch).toBeNull();
    expect(inputs().at(-1)).not.toHaveProperty('watchRound');
  });

  it('waits while the host cannot be reached, and ends where a start is refused', async () => {
    const { api, state, endRound, next, settle } = await setUp('failing', 'failing');
    const start = api.handlers['run-start'];
    api.handlers['run-start'] = () => Promise.reject(new Error('lost'));
    void state().startWatch(STEP);
    await settle();
    expect(state().watch?.phase).toBe('waiting');
    api.handlers['run-start'] = start;
    await next();
    await endRound();
    api.handlers['run-start'] = async () => refused('busy', 'A run is under way.');
    await next();
    expect(state().watch).toMatchObject({ phase: 'stopped', problem: { code: 'busy' } });
  });

  it('hears of the end of a round that it missed when the connection is back', async () => {
    const { api, state, settle } = await setUp('healthy');
    void state().startWatch(STEP);
    await settle();
    api.connection('lost');
    api.handlers['run-open'] = async ({ runId }) =>
      ok({ runId, events: healthyRun(head(runId)).events, findings: [], unexplained: [] });
    api.connection('connected');
    await settle();
    await settle();
    expect(state().watch?.phase).toBe('green');
  });

  it('is not begun while a run is under way', async () => {
    const { api, state, inputs } = await setUp();
    api.handlers['run-open'] = async ({ runId }) =>
      ok({ runId, events: healthyRun(head(runId)).events.slice(0, 5), findings: [] });
    await state().openRun('run-9', 'chosen');
    await state().startWatch(STEP);
    expect(state().watch).toBeNull();
    expect(inputs()).toEqual([]);
  });

  it('ends when somebody cancels its round elsewhere', async () => {
    const { state, endRound, settle } = await setUp('cut short');
    void state().startWatch(STEP);
    await settle();
    await endRound();
    expect(state().watch?.phase).toBe('stopped');
  });
});

describe('checking a finding again', () => {
  it.each<[Round, string]>([
    ['healthy', 'green'],
    ['failing', 'still'],
  ])('after a %s run is %s, and over', async (round, phase) => {
    const { state, inputs, pauses, endRound, settle } = await setUp(round);
    void state().checkAgain(targetOf(certificateExpired, state().run));
    await settle();
    await endRound();
    expect(state().watch?.phase).toBe(phase);
    expect(pauses).toEqual([]);
    expect(inputs()).toMatchObject([{ steps: ['console'] }]);
    expect(inputs()[0]).not.toHaveProperty('watchRound');
  });

  it('is unclear where nothing of what showed it was looked at', async () => {
    const { api, state, endRound, settle } = await setUp('failing');
    void state().checkAgain(targetOf(certificateExpired, state().run));
    await settle();
    const skipped = healthyRun(head('run-1')).events.filter(
      (event) => !('id' in event && /tls/.test(event.id)) && event.type !== 'check-started',
    );
    api.handlers['run-open'] = async ({ runId }) =>
      ok({ runId, events: skipped, findings: [], unexplained: [] });
    await endRound();
    expect(state().watch?.phase).toBe('unclear');
  });
});
