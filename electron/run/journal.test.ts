import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { reduceRun } from '../contract/run-state.ts';
import { runEvents } from '../contract/testing/arbitraries.ts';
import { appendToJournal, openJournal, readJournal } from './journal.ts';
import { journalPath } from './journal-path.ts';
import { listRunIds } from './kept-runs.ts';

const directory = mkdtempSync(join(tmpdir(), 'airway-journal-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const ANSWER = {
  type: 'syslog-answered',
  atMs: 0,
  answeredAt: '2026-03-02T09:14:07.120Z',
  answer: 'arrived',
} as const;
let runs = 0;
function newId(): string {
  runs += 1;
  return `run-${String(runs).padStart(4, '0')}`;
}

describe('the journal', () => {
  it('gives every run back as it was, wherever the process was killed', async () => {
    await fc.assert(
      fc.asyncProperty(runEvents, fc.nat(40), fc.nat(80), async (events, whole, torn) => {
        const journal = openJournal(directory, newId());
        for (const event of events.slice(0, whole + 1)) journal.append(event);
        journal.close();
        const next = events[whole + 1];
        // A kill in the middle of a write leaves a torn last line.
        if (next !== undefined) appendFileSync(journal.path, JSON.stringify(next).slice(0, torn % 60));
        const read = await readJournal(journal.path);
        if (!read.ok) throw new Error(read.error.message);
        const kept = events.slice(0, whole + 1);
        const wasWhole = kept.at(-1)?.type === 'run-finished';
        expect(read.value.wasCutOff).toBe(!wasWhole);
        expect(read.value.events.slice(0, kept.length)).toEqual(kept);
        expect(reduceRun(read.value.events).phase).toBe('finished');
      }),
      { numRuns: 60 },
    );
  });

  it('can be opened after the process that wrote it was killed', async () => {
    const id = newId();
    const [events = []] = fc.sample(runEvents, { seed: 7, numRuns: 1 });
    const script = `
      import { openJournal } from ${JSON.stringify(new URL('./journal.ts', import.meta.url).href)};
      const journal = openJournal(${JSON.stringify(directory)}, ${JSON.stringify(id)});
      journal.append(${JSON.stringify(events[0])});
      process.stdout.write('written');
      setInterval(() => undefined, 1000);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const read = await readJournal(journalPath(directory, id));
    expect(read).toMatchObject({ ok: true, value: { wasCutOff: true } });
    if (read.ok) expect(reduceRun(read.value.events)).toMatchObject({ phase: 'finished', ended: 'cut-off' });
  });

  it('refuses what is no journal, and names that cannot be', async () => {
    expect(await readJournal(join(directory, 'missing'))).toMatchObject({
      ok: false,
      error: { code: 'no-run' },
    });
    const path = join(directory, 'other.ndjson');
    writeFileSync(path, 'not json\n{"type":"run-finished"}\n');
    expect(await readJournal(path)).toMatchObject({ ok: false, error: { code: 'not-a-journal' } });
    expect(() => journalPath(directory, '../../etc/passwd')).toThrow('not a run id');
  });

  it('keeps the newest fifty runs', () => {
    for (let index = 0; index < 60; index += 1) {
      const journal = openJournal(directory, newId());
      journal.append(ANSWER);
      journal.close();
    }
    const ids = listRunIds(directory).filter((id) => id.startsWith('run-'));
    expect(ids).toHaveLength(50);
    expect(ids[0]).toBe(`run-${String(runs).padStart(4, '0')}`);
  });

  it('lists no journal in which nothing stands, as a process leaves it that is killed at its start', () => {
    const folder = mkdtempSync(join(tmpdir(), 'airway-journal-'));
    const journal = openJournal(folder, '20260302-091407-7f3a');
    expect(listRunIds(folder)).toEqual([]);
    journal.append(ANSWER);
    expect(listRunIds(folder)).toEqual(['20260302-091407-7f3a']);
    journal.close();
    rmSync(folder, { recursive: true });
  });

  it('never overwrites a run', () => {
    const id = newId();
    openJournal(directory, id).close();
    expect(() => openJournal(directory, id)).toThrow('EEXIST');
    expect(readFileSync(journalPath(directory, id), 'utf8')).toBe('');
  });

  it('takes what somebody says after the end, also of a run that was cut off in the middle of a line', async () => {
    const [events = []] = fc.sample(runEvents, { seed: 11, numRuns: 1 });
    const [start] = events;
    if (start === undefined) throw new Error('no sample');
    const end = {
      type: 'run-finished',
      atMs: 5,
      finishedAt: '2026-01-01T00:01:00.000Z',
      ended: 'completed',
    } as const;
    const said = {
      type: 'syslog-answered',
      atMs: 5,
      answeredAt: '2026-01-01T00:05:00.000Z',
      answer: 'arrived',
    } as const;
    const whole = newId();
    const journal = openJournal(directory, whole);
    for (const event of [start, end]) journal.append(event);
    journal.close();
    appendToJournal(directory, whole, said);
    const read = await readJournal(journal.path);
    expect(read).toMatchObject({ ok: true, value: { wasCutOff: false, unreadableLines: 0 } });
    if (read.ok)
      expect(reduceRun(read.value.events)).toMatchObject({
        phase: 'finished',
        lastMs: 5,
        syslogAnswer: { answer: 'arrived' },
      });

    const torn = newId();
    const cut = openJournal(directory, torn);
    cut.append(start);
    cut.close();
    appendFileSync(cut.path, '{"type":"check-fin');
    appendToJournal(directory, torn, said);
    const left = await readJournal(cut.path);
    expect(left).toMatchObject({ ok: true, value: { wasCutOff: true, unreadableLines: 1 } });
    if (left.ok)
      expect(reduceRun(left.value.events)).toMatchObject({
        phase: 'finished',
        ended: 'cut-off',
        syslogAnswer: { answer: 'arrived' },
      });
    expect(() => appendToJournal(directory, newId(), said)).toThrow('ENOENT');
  });
});
