import { describe, expect, it } from 'vitest';
import { ok, refused } from '../../electron/contract/result.ts';
import { fakeApi } from '../testing/fake-api.ts';
import { SCRIPTED_PREVIEW } from '../testing/scripted-preview.ts';
import { healthyRun, SCRIPTED_PROFILE } from '../testing/scripted-runs.ts';
import { createWizardStore } from './wizard-store.ts';

const HEAD = { runId: 'run-1', startedAt: '2026-06-01T12:00:00.000Z', profile: SCRIPTED_PROFILE };
const RECIPIENT = `age1${'q'.repeat(58)}`;

async function setUp() {
  const api = fakeApi();
  const pauses: (() => void)[] = [];
  const store = createWizardStore(api, {
    schedule: (flush) => queueMicrotask(flush),
    later: (run) => {
      pauses.push(run);
      return () => void pauses.splice(pauses.indexOf(run), 1);
    },
  });
  api.keep(HEAD, healthyRun(HEAD));
  api.keep({ ...HEAD, runId: 'run-2' }, healthyRun({ ...HEAD, runId: 'run-2' }));
  await store.getState().openRun('run-1', 'chosen');
  const askedFor = (channel: string) => api.asked.filter((each) => each.channel === channel);
  return { api, state: store.getState, pauses, askedFor };
}

describe('the preview of a bundle', () => {
  it('is read anew with every choice, and the last answer counts', async () => {
    const { api, state, askedFor } = await setUp();
    const first = Promise.withResolvers<void>();
    api.handlers['bundle-preview'] = async ({ choices }) => {
      if (choices.words.length > 0) return ok({ ...SCRIPTED_PREVIEW, sizeBytes: 7 });
      await first.promise;
      return refused('superseded', 'Another question came in between.');
    };
    const reading = state().readPreview();
    api.tell('bundle-progress', { doing: 'preview', file: 'report.json', filesDone: 0, doneBytes: 4_000 });
    expect(state().previewing).toMatchObject({ kind: 'reading', file: 'report.json', doneBytes: 4_000 });
    state().choose({ words: ['Falcon'] });
    await api.settled();
    first.resolve();
    await reading;
    expect(state()).toMatchObject({ preview: { sizeBytes: 7 }, previewing: { kind: 'idle' } });
    expect(askedFor('bundle-preview')).toHaveLength(2);
  });

  it('says why it could not be read, and keeps the one before', async () => {
    const { api, state } = await setUp();
    await state().readPreview();
    api.handlers['bundle-preview'] = async () => refused('no-run', 'There is no such run.');
    state().choose({ otherRuns: ['run-9'] });
    await api.settled();
    expect(state().previewing).toMatchObject({ kind: 'refused', refusal: { code: 'no-run' } });
    expect(state().preview).toEqual(SCRIPTED_PREVIEW);
  });

  it('leaves files out without a question, and never what a bundle needs', async () => {
    const { state, askedFor } = await setUp();
    await state().readPreview();
    state().leaveOut(['report.json', 'logs/console/air.log'], true);
    expect(state().choices.leaveOut).toEqual(['logs/console/air.log']);
    state().leaveOut(['logs/console/air.log'], false);
    expect(state().choices.leaveOut).toEqual([]);
    expect(askedFor('bundle-preview')).toHaveLength(1);
  });

  it('belongs to its run: words stay, files and runs that were named do not', async () => {
    const { state } = await setUp();
    state().choose({ words: ['Falcon'], otherRuns: ['run-2'] });
    state().leaveOut(['report.html'], true);
    await state().openRun('run-2', 'chosen');
    expect(state()).toMatchObject({
      preview: null,
      choices: { words: ['Falcon'], leaveOut: [], otherRuns: [] },
    });
  });

  it('shows a file page by page, and what was asked last', async () => {
    const { api, state, askedFor } = await setUp();
    await state().readPreview();
    state().showFile('report.json');
    expect(state().shownFile).toMatchObject({ isReading: true, content: null });
    await api.settled();
    state().turnPage(1);
    expect(state().shownFile).toMatchObject({ page: 1, isReading: true, content: { page: 0 } });
    state().viewFile('whole');
    await api.settled();
    expect(state().shownFile).toMatchObject({ page: 0, view: 'whole', isReading: false });
    state().turnPage(1);
    state().hideFile();
    await api.settled();
    expect(state().shownFile).toBeNull();
    expect(askedFor('bundle-page')).toHaveLength(4);
  });
});

describe('the closing of a bundle', () => {
  it('is asked about when the typing pauses, and only then', async () => {
    const { api, state, pauses, askedFor } = await setUp();
    state().setSealing({ recipients: 'age1' });
    state().setSealing({ recipients: RECIPIENT });
    expect(state().sealingCheck.kind).toBe('checking');
    expect(pauses).toHaveLength(1);
    pauses[0]?.();
    await api.settled();
    expect(askedFor('sealing-check')).toHaveLength(1);
    expect(state().sealingCheck).toEqual({ kind: 'usable', recipients: 1 });
    state().setSealing({ recipients: ' ' });
    expect(state().sealingCheck).toEqual({ kind: 'none' });
  });

  it('goes with the bundle, and keeps key and passphrase out of what a page keeps', async () => {
    const { state, askedFor } = await setUp();
    state().setSealing({
      recipients: RECIPIENT,
      certificatePem: 'c',
      keyPem: 'k',
      passphrase: 'open sesame',
    });
    await state().saveBundle();
    expect(askedFor('bundle-save').at(-1)?.input).toMatchObject({
      sealing: {
        recipients: [RECIPIENT],
        signer: { certificatePem: 'c', keyPem: 'k', passphrase: 'open sesame' },
      },
    });
  });
});

describe('the writing of a bundle', () => {
  it('tells how far it is, and that it was stopped', async () => {
    const { api, state, askedFor } = await setUp();
    const writing = Promise.withResolvers<void>();
    api.handlers['bundle-save'] = async () => {
      await writing.promise;
      return refused('cancelled', 'The bundle was cancelled, and nothing was written.');
    };
    const saving = state().saveBundle();
    const progress = { doing: 'write', file: 'report.json', filesDone: 0, doneBytes: 10 } as const;
    api.tell('bundle-progress', progress);
    expect(state().bundle).toEqual({ kind: 'saving', progress });
    await state().cancelBundle();
    writing.resolve();
    await saving;
    expect(askedFor('bundle-cancel')).toHaveLength(1);
    expect(state().bundle).toEqual({ kind: 'stopped' });
  });
});
