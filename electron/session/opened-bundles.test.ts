import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { eventsOf, sampleReport } from '../bundle/testing/sample-report.ts';
import { manifestOf, plainFiles, zipOf } from '../bundle/testing/sample-zip.ts';
import { writeBundle } from '../bundle/write-bundle.ts';
import { UPLOAD_PIECE_BYTES } from '../contract/channels.ts';
import { openJournal } from '../run/journal.ts';
import { createSession } from './session.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'airway-opened-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function sessionIn(stateDirectory: string) {
  const session = createSession({
    host: 'browser',
    stateDirectory,
    emit: () => undefined,
    bundleTarget: { choose: async () => undefined, offer: () => ({ kind: 'cancelled' }) },
  });
  onTestFinished(() => session.close());
  return session;
}

const input = () => ({
  report: sampleReport(),
  events: eventsOf(sampleReport()),
  createdAt: '2026-03-02T09:20:00.000Z',
  caseNumber: '4711',
});

describe('a bundle that is opened', () => {
  it('is the run that it holds, concluded again, with what was concluded otherwise then', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'case.zip');
    // Identities stay, so that what is opened can be compared with the run itself.
    const redaction = { identities: false, keepsPrivateAddresses: true, words: [] };
    await writeBundle(input(), path, { redaction });
    const session = sessionIn(folder);
    const opened = await session.openBundle(path);
    if (!opened.ok) throw new Error(opened.error.message);
    const { runId } = opened.value;
    const snapshot = await session.handlers['run-open']({ runId });
    expect(snapshot).toMatchObject({
      ok: true,
      value: {
        runId,
        events: eventsOf(sampleReport()),
        origin: { fileName: 'case.zip', version: '0.1.0', caseNumber: '4711' },
      },
    });
    if (!snapshot.ok || snapshot.value.origin === undefined) throw new Error('no origin');
    // The sample's findings were written by hand, and no rule of ours concludes all of them.
    const { differences } = snapshot.value.origin;
    expect(differences.length).toBeGreaterThan(0);
    const now = new Set(snapshot.value.findings.map(({ cause, subject }) => `${cause} ${subject}`));
    for (const { cause, subject, after } of differences)
      expect(after !== undefined).toBe(now.has(`${cause} ${subject}`));
    expect(await session.handlers['app-info'](undefined)).toMatchObject({ openedRunId: runId });
  });

  it('can be read and nothing else, and is in no list of runs', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'case.zip');
    await writeBundle(input(), path);
    const { openBundle, handlers } = sessionIn(folder);
    const opened = await openBundle(path);
    if (!opened.ok) throw new Error(opened.error.message);
    const { runId } = opened.value;
    for (const answer of [
      await handlers['syslog-answer']({ runId, answer: 'arrived' }),
      await handlers['bundle-save']({ runId }),
    ])
      expect(answer).toMatchObject({ ok: false, error: { code: 'read-only' } });
    expect(await handlers['run-list'](undefined)).toEqual([]);
    expect(await handlers['run-delete']({ runId })).toMatchObject({ ok: false, error: { code: 'no-run' } });
  });

  it('is refused in one sentence that names the file as it was chosen', async () => {
    const folder = temporaryFolder();
    const { openBundle, handlers } = sessionIn(folder);
    writeFileSync(join(folder, 'case.zip'), 'nothing');
    expect(await openBundle(join(folder, 'case.zip'))).toMatchObject({
      error: {
        code: 'damaged',
        message: '"case.zip" cannot be read as a bundle: it is damaged or no zip file.',
      },
    });
    expect(await handlers['app-info'](undefined)).not.toHaveProperty('openedRunId');
  });
});

describe('a bundle that is handed over by a page', () => {
  async function upload(
    { handlers }: ReturnType<typeof sessionIn>,
    bytes: Buffer,
    pieceBytes = UPLOAD_PIECE_BYTES,
  ): Promise<void> {
    for (let atByte = 0; atByte < bytes.length; atByte += pieceBytes) {
      const base64 = bytes.subarray(atByte, atByte + pieceBytes).toString('base64');
      expect(await handlers['bundle-upload']({ atByte, base64 })).toEqual({ ok: true, value: null });
    }
  }

  it('arrives in pieces and leaves nothing behind, opened or refused', async () => {
    const folder = temporaryFolder();
    const temporary = temporaryFolder();
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const path = join(folder, 'case.zip');
    await writeBundle(input(), path);
    const session = sessionIn(folder);
    await upload(session, readFileSync(path), 7000);
    const opened = await session.handlers['bundle-open']({ fileName: 'case.zip' });
    expect(opened).toMatchObject({ ok: true });
    if (opened.ok) expect(await session.handlers['run-open'](opened.value)).toMatchObject({ ok: true });
    expect(readdirSync(temporary)).toEqual([]);

    const files = plainFiles();
    const foreign = await zipOf([...files, manifestOf(files, { schema: 'airway.bundle/9' })]);
    await upload(session, foreign);
    expect(await session.handlers['bundle-open']({ fileName: 'new.zip' })).toMatchObject({
      error: { code: 'unknown-version', message: expect.stringContaining('"new.zip"') },
    });
    expect(readdirSync(temporary)).toEqual([]);
    await upload(session, foreign);
    await session.close();
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('is taken in order only', async () => {
    const { handlers } = sessionIn(temporaryFolder());
    expect(await handlers['bundle-open']({ fileName: 'a' })).toMatchObject({ error: { code: 'no-file' } });
    const piece = Buffer.from('abc').toString('base64');
    const code = async (atByte: number) => {
      const taken = await handlers['bundle-upload']({ atByte, base64: piece });
      return taken.ok ? 'taken' : taken.error.code;
    };
    expect(await code(3)).toBe('upload-out-of-order');
    expect(await code(0)).toBe('taken');
    expect(await code(2)).toBe('upload-out-of-order');
    expect(await code(3)).toBe('taken');
    expect(await code(300 * 1024 * 1024)).toBe('upload-out-of-order');
    const both = await Promise.all([code(6), code(6)]);
    expect(both.sort()).toEqual(['taken', 'upload-out-of-order']);
  });
});

describe('a kept run', () => {
  it('is listed with what its journal says at both ends, and removed for good', async () => {
    const folder = temporaryFolder();
    const journal = openJournal(folder, '20260302-091407-7f3a');
    for (const event of eventsOf(sampleReport())) journal.append(event);
    journal.close();
    const { handlers } = sessionIn(folder);
    const [run] = await handlers['run-list'](undefined);
    expect(run).toMatchObject({ hostname: 'ws-0417', durationMs: 3020, ended: 'completed' });
    expect(run?.sizeBytes).toBeGreaterThan(1000);
    const runId = run?.runId ?? '';
    expect(await handlers['run-delete']({ runId })).toEqual({ ok: true, value: null });
    expect(await handlers['run-list'](undefined)).toEqual([]);
    expect(await handlers['run-open']({ runId })).toMatchObject({ error: { code: 'no-run' } });
  });

  it('is not removed while it is under way', async () => {
    const { handlers } = sessionIn(temporaryFolder());
    const started = await handlers['run-start']({ practice: { faults: ['tls-no-answer'] } });
    if (!started.ok) throw new Error(started.error.message);
    expect(await handlers['run-delete'](started.value)).toMatchObject({ error: { code: 'busy' } });
    await handlers['run-cancel'](started.value);
    await expect.poll(async () => (await handlers['run-delete'](started.value)).ok).toBe(true);
    expect(await handlers['run-list'](undefined)).toEqual([]);
  });
});
