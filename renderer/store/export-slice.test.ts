import { expect, it } from 'vitest';
import { ok, refused } from '../../electron/contract/result.ts';
import { fakeApi } from '../testing/fake-api.ts';
import { failingRun, SCRIPTED_PROFILE } from '../testing/scripted-runs.ts';
import { createWizardStore } from './wizard-store.ts';

const head = {
  runId: '20260601-120000-fa4e',
  startedAt: '2026-06-01T12:00:00.000Z',
  profile: SCRIPTED_PROFILE,
};

async function setUp(host: 'browser' | 'desktop' = 'browser') {
  const api = fakeApi();
  const asBrowser = api.handlers['app-info'];
  api.handlers['app-info'] = async () => ({ ...(await asBrowser(undefined)), host });
  api.keep(head, failingRun(head));
  const downloads: string[][] = [];
  const store = createWizardStore(api, {
    schedule: (flush) => queueMicrotask(flush),
    download: (...file) => void downloads.push(file),
  });
  await store.getState().openRun(head.runId, 'chosen');
  return { api, state: store.getState, downloads };
}

it('downloads what the host made of the run on the screen, and forgets it with the run', async () => {
  const { api, state, downloads } = await setUp();
  api.handlers['text-save'] = async () =>
    ok({ kind: 'text', fileName: 'airway.md', mediaType: 'text/markdown', text: '# Site' });
  expect(await state().saveText({ kind: 'report', format: 'markdown' })).toEqual({
    kind: 'downloaded',
    fileName: 'airway.md',
  });
  expect(downloads).toEqual([['airway.md', 'text/markdown', '# Site']]);
  expect(api.asked.at(-1)).toEqual({
    channel: 'text-save',
    input: { kind: 'report', format: 'markdown', runId: head.runId },
  });
  state().leaveRun();
  expect(state().exported).toEqual({ kind: 'none' });
});

it('says where the host wrote it, and why it did not', async () => {
  const { api, state, downloads } = await setUp();
  api.handlers['text-save'] = async () => ok({ kind: 'saved', path: '/tmp/a.html', sizeBytes: 9 });
  await state().saveText({ kind: 'report', format: 'html' });
  expect(state().exported).toMatchObject({ kind: 'saved', path: '/tmp/a.html' });
  api.handlers['text-save'] = async () => refused('text-not-writable', '/tmp is full.');
  await state().saveText({ kind: 'report', format: 'html' });
  expect(state().exported).toMatchObject({ kind: 'refused', refusal: { message: '/tmp is full.' } });
  expect(downloads).toEqual([]);
});

it('prints by the desktop host, and says how it is done where there is none', async () => {
  const browser = await setUp();
  await browser.state().printReport();
  expect(browser.state().exported).toEqual({ kind: 'by-hand' });
  const { api, state } = await setUp('desktop');
  api.handlers['report-print'] = async () => ok({ kind: 'saved', path: '/tmp/a.pdf', sizeBytes: 9 });
  await state().printReport();
  expect(state().exported).toMatchObject({ kind: 'saved', path: '/tmp/a.pdf' });
});

it('compares an earlier run with the one on the screen', async () => {
  const { api, state } = await setUp();
  const earlier = { ...head, runId: '20260601-110000-fa4e', startedAt: '2026-06-01T11:00:00.000Z' };
  api.keep(earlier, failingRun(earlier));
  await state().compareWith(earlier.runId);
  expect(state().place).toBe('compare');
  expect(state().compared).toMatchObject({
    kind: 'ready',
    before: { runId: earlier.runId },
    after: { runId: head.runId },
  });
});
