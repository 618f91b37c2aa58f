import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ok, refused } from '../contract/result.ts';
import { savingTexts } from './save-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'airway-save-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const request = { kind: 'report', runId: '20261124-234824-0a1b2c', format: 'markdown' } as const;
const made = async () =>
  ok({ kind: 'text' as const, fileName: 'airway-report.md', mediaType: 'text/markdown', text: '# Größe\n' });

it('writes where the user says, and gives the page the path and not the text', async () => {
  const path = join(folder, 'a.md');
  const asked: unknown[] = [];
  const save = savingTexts(made, async (question) => {
    asked.push(question);
    return path;
  });
  expect(await save(request)).toEqual({ ok: true, value: { kind: 'saved', path, sizeBytes: 10 } });
  expect(asked).toEqual([{ suggestedName: 'airway-report.md', ending: 'md' }]);
  expect(readFileSync(path, 'utf8')).toBe('# Größe\n');
});

it('writes nothing when the user thinks better of it, or there is nothing to write', async () => {
  expect(await savingTexts(made, async () => undefined)(request)).toEqual({
    ok: true,
    value: { kind: 'cancelled' },
  });
  const none = savingTexts(
    async () => refused('no-run', 'There is none.'),
    async () => join(folder, 'never.md'),
  );
  expect(await none(request)).toMatchObject({ ok: false, error: { code: 'no-run' } });
});

it('says why it could not write', async () => {
  const save = savingTexts(made, async () => join(folder, 'no such folder', 'a.md'));
  expect(await save(request)).toMatchObject({ ok: false, error: { code: 'text-not-writable' } });
});
