import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunEvent } from '../contract/events.ts';
import { KEPT_RUNS } from '../contract/kept-runs.ts';
import { reduceRun } from '../contract/run-state.ts';
import { runEvents } from '../contract/testing/arbitraries.ts';
import { openJournal, readJournal } from './journal.ts';
import { journalPath } from './journal-path.ts';
import { summarizeJournal } from './journal-summary.ts';
import { listRunIds, removeOldRuns, removeRun } from './kept-runs.ts';

function stateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'airway-kept-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function keep(folder: string, id: string, events: readonly RunEvent[]): string {
  const journal = openJournal(folder, id);
  for (const event of events) journal.append(event);
  journal.close();
  return journal.path;
}

describe('the summary of a kept run', () => {
  it('says the same as the whole journal, wherever the process was killed', async () => {
    const folder = stateFolder();
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(runEvents, fc.nat(40), fc.nat(60), async (events, whole, torn) => {
        runs += 1;
        const path = keep(folder, `run-${runs}`, events.slice(0, whole + 1));
        const next = events[whole + 1];
        if (next !== undefined) appendFileSync(path, JSON.stringify(next).slice(0, torn));
        const read = await readJournal(path);
        if (!read.ok) throw new Error(read.error.message);
        const state = reduceRun(read.value.events);
        const { type: _type, atMs: _atMs, ...run } = summarizeJournal(path)?.start ?? {};
        expect(run).toEqual(state.run);
        expect(summarizeJournal(path)).toMatchObject({ ended: state.ended, sizeBytes: statSync(path).size });
      }),
      { numRuns: 60 },
    );
  });

  it('is told from the two ends: of a journal that is too large to be opened, and past what was said afterwards', () => {
    const folder = stateFolder();
    const [events = []] = fc.sample(
      runEvents.filter((all) => all.at(-1)?.type === 'run-finished'),
      1,
    );
    const [start] = events;
    const end = events.at(-1);
    if (start === undefined || end?.type !== 'run-finished') throw new Error('no sample');
    const path = keep(folder, 'run-1', [start]);
    const descriptor = openSync(path, 'r+');
    // A gigabyte of nothing, which takes no room on the disk and would take seconds to read.
    ftruncateSync(descriptor, 1024 ** 3);
    closeSync(descriptor);
    const said = {
      type: 'syslog-answered',
      atMs: 0,
      answeredAt: '2026-01-01T00:05:00.000Z',
      answer: 'arrived',
    };
    appendFileSync(path, `\n${JSON.stringify(end)}\n${JSON.stringify(said)}\n`);
    expect(summarizeJournal(path)).toMatchObject({
      ended: end.ended,
      lastMs: end.atMs,
      start: { runId: expect.any(String) },
    });
  });

  it('is none of what is no journal', () => {
    const folder = stateFolder();
    const path = join(folder, 'other');
    for (const text of ['', '\n', 'x', '{"type":"run-finished"}\n', 'y'.repeat(2_000_000)]) {
      writeFileSync(path, text);
      expect(summarizeJournal(path)).toBeUndefined();
    }
    expect(summarizeJournal(folder)).toBeUndefined();
    expect(summarizeJournal(join(folder, 'none'))).toBeUndefined();
  });
});

describe('runs on this machine', () => {
  const NOW = new Date('2026-06-01T12:00:00.000Z');
  const LIMITS = { count: 5, days: 10, totalBytes: 1000 };
  /** Runs from new to old, each with its size and its age in days. */
  function folderOf(runs: readonly (readonly [sizeBytes: number, days: number])[]): string {
    const folder = stateFolder();
    openJournal(folder, 'x').close();
    removeRun(folder, 'x');
    for (const [index, [sizeBytes, days]] of runs.entries()) {
      const path = journalPath(folder, `run-${9 - index}`);
      writeFileSync(path, 'x'.repeat(sizeBytes));
      const time = new Date(NOW.getTime() - days * 86_400_000);
      utimesSync(path, time, time);
    }
    return folder;
  }
  const left = (runs: readonly (readonly [number, number])[]): string[] => {
    const folder = folderOf(runs);
    removeOldRuns(folder, NOW, LIMITS);
    return listRunIds(folder);
  };

  it('make room for one more by their number, their age and their size together', () => {
    expect(left(Array.from({ length: 7 }, () => [10, 0]))).toEqual(['run-9', 'run-8', 'run-7', 'run-6']);
    expect(
      left([
        [10, 1],
        [10, 9],
        [10, 11],
        [10, 40],
      ]),
    ).toEqual(['run-9', 'run-8']);
    expect(
      left([
        [400, 1],
        [500, 1],
        [200, 1],
      ]),
    ).toEqual(['run-9', 'run-8']);
  });

  it('keep the newest, however old and large it is', () => {
    expect(left([[5000, 400]])).toEqual(['run-9']);
    expect(
      left([
        [5000, 400],
        [10, 400],
      ]),
    ).toEqual(['run-9']);
  });

  it('are made room for when a run starts', () => {
    const folder = stateFolder();
    const events = fc.sample(runEvents, { seed: 7, numRuns: 1 })[0]?.slice(0, 1) ?? [];
    for (let index = 0; index < KEPT_RUNS.count + 3; index += 1) keep(folder, `run-${1000 + index}`, events);
    expect(listRunIds(folder)).toHaveLength(KEPT_RUNS.count);
  });

  it('are removed one by one, and nothing else is', () => {
    const folder = folderOf([
      [10, 1],
      [10, 1],
    ]);
    writeFileSync(join(folder, 'kept.txt'), '');
    expect(removeRun(folder, 'run-9')).toEqual({ ok: true, value: null });
    expect(removeRun(folder, 'run-9')).toMatchObject({ ok: false, error: { code: 'no-run' } });
    expect(listRunIds(folder)).toEqual(['run-8']);
    expect(() => removeRun(folder, '../kept')).toThrow('not a run id');
    expect(readdirSync(folder)).toContain('kept.txt');
  });
});
