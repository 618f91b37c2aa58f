import { describe, expect, it } from 'vitest';
import type { CauseId } from '../../electron/contract/cause-ids.ts';
import { ok } from '../../electron/contract/result.ts';
import { fakeApi } from '../testing/fake-api.ts';
import { failingRun, SCRIPTED_PROFILE } from '../testing/scripted-runs.ts';
import { memoryKeeper } from './keeper.ts';
import { isExercise, isGuessing } from './practice-slice.ts';
import { createWizardStore } from './wizard-store.ts';

const FAULTS: readonly CauseId[] = ['certificate-expired', 'alternate-port-blocked'];

/** A host whose runs are of the practice site that was asked for last. */
function setUp(session = memoryKeeper()) {
  const api = fakeApi();
  let faults: readonly CauseId[] = [];
  let count = 0;
  api.handlers['app-info'] = async () => ({
    tool: { name: 'airway', version: '0.1.0' },
    host: 'browser',
    hostname: 'asset-7',
    platform: 'linux',
    locale: 'en',
    practiceFaults: FAULTS.map((id, index) => ({
      id,
      title: id,
      breaks: id,
      group: index === 0 ? ('certificate' as const) : ('connection' as const),
      part: id,
      hides: [],
    })),
  });
  api.handlers['run-start'] = async (request) => {
    if ('practice' in request) faults = request.practice.faults;
    count += 1;
    return ok({ runId: `run-${count}` });
  };
  api.handlers['run-open'] = async ({ runId }) => {
    const head = {
      runId,
      startedAt: '2026-06-01T12:00:00.000Z',
      profile: SCRIPTED_PROFILE,
      practice: { faults: [...faults] },
    };
    return ok({ runId, events: failingRun(head).events, findings: [], unexplained: [] });
  };
  const store = createWizardStore(api, {
    session,
    schedule: (flush) => queueMicrotask(flush),
    random: () => 0,
  });
  const started = () => api.asked.flatMap(({ channel, input }) => (channel === 'run-start' ? [input] : []));
  return { api, store, state: store.getState, session, started };
}

describe('an exercise', () => {
  it('keeps its causes back until something was said, whatever it is', async () => {
    const { state } = setUp();
    await state().practise({ faults: FAULTS, shape: 'whole', isHidden: true });
    expect(isGuessing(state())).toBe(true);
    state().answerExercise([]);
    expect(isGuessing(state())).toBe(false);
    expect(isExercise(state())).toBe(true);
  });

  it('is none where the engineer picked the faults and wants to see them named', async () => {
    const { state } = setUp();
    await state().practise({ faults: FAULTS, shape: 'whole', isHidden: false });
    expect(isExercise(state())).toBe(false);
    expect(state().run.run?.practice?.faults).toEqual(FAULTS);
  });

  it('counts once, and as solved only with every cause and none besides', async () => {
    const { state } = setUp();
    const answer = async (...guesses: CauseId[]) => {
      await state().practise({ faults: FAULTS, shape: 'whole', isHidden: true });
      state().answerExercise(guesses);
    };
    await answer(...FAULTS);
    state().answerExercise([]);
    expect(state().score).toEqual({ exercises: 1, solved: 1, faults: 2, read: 2 });
    await answer('certificate-expired');
    expect(state().score).toEqual({ exercises: 2, solved: 1, faults: 4, read: 3 });
    await answer(...FAULTS, 'tls-inspected');
    expect(state().score).toEqual({ exercises: 3, solved: 1, faults: 6, read: 5 });
  });

  it('of a healthy site is solved by saying that nothing is wrong', async () => {
    const { state } = setUp();
    await state().practise({ faults: [], shape: 'whole', isHidden: true });
    expect(isGuessing(state())).toBe(true);
    state().answerExercise([]);
    expect(state().score).toMatchObject({ exercises: 1, solved: 1 });
  });

  it('outlives a reload with its score, still kept back', async () => {
    const first = setUp();
    await first.state().practise({ faults: FAULTS, shape: 'whole', isHidden: true });
    first.state().answerExercise(FAULTS);
    await first.state().practise({ faults: ['certificate-expired'], shape: 'whole', isHidden: true });
    const second = setUp(first.session);
    expect(isGuessing(second.state())).toBe(false);
    await second.state().practise({ faults: [], shape: 'whole', isHidden: false });
    expect(second.state().score).toMatchObject({ exercises: 1, solved: 1 });
    const third = setUp(first.session);
    expect(third.state().exercise).toBeNull();
  });

  it.each(['nothing that can be read', '{"score":1}', '[]', '{"exercise":{"faults":["no-such"]}}'])(
    'begins anew where %s was kept',
    (text) => {
      const session = memoryKeeper();
      session.set('practice', text);
      expect(setUp(session).state()).toMatchObject({ exercise: null, score: { exercises: 0 } });
    },
  );

  it('is over when a fault is taken off the site', async () => {
    const { state } = setUp();
    await state().practise({ faults: FAULTS, shape: 'whole', isHidden: true });
    state().answerExercise(FAULTS);
    state().mendPractice('certificate-expired');
    await state().startRun();
    expect(state().run.run?.practice?.faults).toEqual(['alternate-port-blocked']);
    expect(isExercise(state())).toBe(false);
  });
});

describe('a surprise', () => {
  it('asks for the part that is practised, says why the rest is not, and remembers what was drawn', async () => {
    const { state, store, started } = setUp();
    await store.getState().connectionChanged('connected');
    await state().surpriseMe({ shape: 'console', size: 'one' });
    expect(started().at(-1)).toEqual({
      practice: { faults: ['certificate-expired'] },
      steps: ['console', 'responder'],
      skipped: [
        { step: 'active-directory', reason: 'it is not part of this exercise' },
        { step: 'syslog', reason: 'it is not part of this exercise' },
      ],
    });
    await state().surpriseMe(state().surprise);
    expect(state().exercise?.faults).toEqual(['alternate-port-blocked']);
    expect(state().exercise?.isCounted).toBe(true);
    expect(state().drawnFaults).toEqual(FAULTS);
  });

  it('waits for the host to say what there is', async () => {
    const { api, state, started } = setUp();
    api.handlers['app-info'] = () => Promise.reject(new Error('gone'));
    await state().surpriseMe({ shape: 'whole', size: 'one' });
    expect(started()).toEqual([]);
  });
});
