import { describe, expect, it } from 'vitest';
import { ok, refused } from '../../electron/contract/result.ts';
import { type FakeApi, fakeApi } from '../testing/fake-api.ts';
import { failingRun, healthyRun, SCRIPTED_PROFILE } from '../testing/scripted-runs.ts';
import { toBase64 } from './bundle-file.ts';
import { memoryKeeper } from './keeper.ts';
import { createWizardStore, type WizardStore } from './wizard-store.ts';

const headOf = (runId: string, startedAt: string) => ({ runId, startedAt, profile: SCRIPTED_PROFILE });

function storeWithRuns(): { api: FakeApi; store: WizardStore } {
  const api = fakeApi();
  const early = headOf('run-early', '2026-06-01T10:00:00.000Z');
  const late = headOf('run-late', '2026-06-02T10:00:00.000Z');
  api.keep(early, failingRun(early));
  api.keep(late, healthyRun(late));
  return { api, store: createWizardStore(api) };
}

const origin = {
  fileName: 'case.zip',
  createdAt: '2026-06-01T15:00:00.000Z',
  version: '0.0.9',
  files: [],
  leftOut: [],
  differences: [],
};

function withBundle(api: FakeApi): void {
  const head = headOf('bundle-1', '2026-05-01T10:00:00.000Z');
  const { events } = failingRun(head);
  const open = api.handlers['run-open'];
  Object.assign(api.handlers, {
    'run-open': async (input: { runId: string }) =>
      input.runId === 'bundle-1' ? ok({ runId: 'bundle-1', events, findings: [], origin }) : open(input),
  });
}

const file = (name = 'case.zip', bytes = new Uint8Array([80, 75])) => ({
  name,
  sizeBytes: bytes.length,
  read: async (from: number, to: number) => bytes.slice(from, to),
});

describe('the comparison', () => {
  it('puts the earlier run first, in whatever order they were ticked', async () => {
    const { api, store } = storeWithRuns();
    await api.settled();
    store.getState().openHistory();
    await api.settled();
    store.getState().toggleRun('run-late');
    store.getState().toggleRun('run-early');
    await store.getState().compareChosen();
    const { compared, place } = store.getState();
    expect(place).toBe('compare');
    expect(compared).toMatchObject({
      kind: 'ready',
      before: { runId: 'run-early' },
      after: { runId: 'run-late' },
    });
    if (compared.kind === 'ready')
      expect(compared.comparison.findings.every(({ after }) => after === undefined)).toBe(true);
    await store.getState().swapCompared();
    expect(store.getState().compared).toMatchObject({ before: { runId: 'run-late' } });
    expect(store.getState().runId).toBeNull();
    store.getState().goTo('site');
    expect(store.getState().place).toBe('steps');
  });

  it('says which run is not there any more', async () => {
    const { api, store } = storeWithRuns();
    await api.settled();
    store.getState().toggleRun('run-late');
    store.getState().toggleRun('run-early');
    Object.assign(api.handlers, { 'run-open': async () => refused('no-run', 'It is gone.') });
    await store.getState().compareChosen();
    expect(store.getState().compared).toMatchObject({ kind: 'refused', refusal: { code: 'no-run' } });
  });
});

describe('runs that are removed', () => {
  it('leave the list, the ticks and the screen', async () => {
    const { api, store } = storeWithRuns();
    await api.settled();
    await store.getState().openRun('run-late', 'chosen');
    store.getState().toggleRun('run-late');
    await store.getState().deleteRuns(['run-late']);
    expect(store.getState()).toMatchObject({ runId: null, chosenRuns: [], historyProblem: null });
    expect(store.getState().recentRuns.map(({ runId }) => runId)).toEqual(['run-early']);
    expect(store.getState().run.phase).toBe('empty');
  });

  it('end at the first that cannot be removed', async () => {
    const { api, store } = storeWithRuns();
    Object.assign(api.handlers, { 'run-delete': async () => refused('busy', 'It is under way.') });
    await store.getState().deleteRuns(['run-late', 'run-early']);
    expect(store.getState().historyProblem).toMatchObject({ code: 'busy' });
    expect(api.asked.filter(({ channel }) => channel === 'run-delete')).toHaveLength(1);
  });
});

describe('a bundle', () => {
  it('is shown, listed, and fills in no form', async () => {
    const { api, store } = storeWithRuns();
    withBundle(api);
    await store.getState().openBundle(file());
    const { form, openedRuns } = store.getState();
    expect(store.getState()).toMatchObject({
      runId: 'bundle-1',
      origin,
      step: 'review',
      opening: { kind: 'none' },
    });
    expect(openedRuns).toMatchObject([{ runId: 'bundle-1', fileName: 'case.zip' }]);
    expect(form.address).toBe('');
    await store.getState().openRun('run-late', 'chosen');
    expect(store.getState()).toMatchObject({ origin: null, openedRuns });
    store.getState().closeBundle();
    expect(store.getState()).toMatchObject({ origin: null, runId: null, step: 'site' });
  });

  it('that cannot be read says why and shows nothing', async () => {
    const { api, store } = storeWithRuns();
    const broken = { ...file(), read: () => Promise.reject(new DOMException('gone', 'NotFoundError')) };
    await store.getState().openBundle(broken);
    expect(store.getState().opening).toMatchObject({ kind: 'refused', refusal: { code: 'file-unreadable' } });
    Object.assign(api.handlers, {
      'bundle-upload': async () => refused('upload-failed', 'The disk is full.'),
    });
    await store.getState().openBundle(file());
    expect(store.getState().opening).toMatchObject({ kind: 'refused', refusal: { code: 'upload-failed' } });
    expect(api.asked.filter(({ channel }) => channel === 'bundle-open')).toEqual([]);
    await store.getState().openBundle({ ...file(), sizeBytes: 1e10 });
    expect(store.getState().opening).toEqual({ kind: 'too-large', name: 'case.zip' });
    expect(store.getState().runId).toBeNull();
    store.getState().forgetOpening();
    expect(store.getState().opening).toEqual({ kind: 'none' });
  });

  it('that the program was started with is shown once in a tab', async () => {
    const session = memoryKeeper();
    const start = async () => {
      const { api } = storeWithRuns();
      withBundle(api);
      const info = await api.handlers['app-info'](undefined);
      Object.assign(api.handlers, { 'app-info': async () => ({ ...info, openedRunId: 'bundle-1' }) });
      const store = createWizardStore(api, { session });
      await api.settled();
      await api.settled();
      return store.getState();
    };
    expect(await start()).toMatchObject({ runId: 'bundle-1', step: 'review' });
    expect(await start()).toMatchObject({ runId: null, step: 'site' });
  });

  it('goes over as base64, whatever its bytes are', () => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => index % 256);
    expect(Buffer.from(toBase64(bytes), 'base64').equals(Buffer.from(bytes))).toBe(true);
  });
});
