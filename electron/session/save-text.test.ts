import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../contract/events.ts';
import { reportSchema } from '../contract/report.ts';
import { ok, refused } from '../contract/result.ts';
import { reduceRun } from '../contract/run-state.ts';
import { concludeRun } from './conclude.ts';
import { textOf } from './save-text.ts';

const recorded = new URL('../../lab/faults/recordings/port-filtered.jsonl.gz', import.meta.url);
const events = gunzipSync(readFileSync(recorded))
  .toString('utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line): RunEvent => JSON.parse(line));
const { findings } = concludeRun(reduceRun(events));
const runId = '20261124-234824-0a1b2c';
const opened = ok({ runId, events, findings });

const written = (request: Parameters<typeof textOf>[0], secrets: readonly string[] = []) => {
  const made = textOf(request, opened, secrets);
  if (!made.ok || made.value.kind !== 'text') throw new Error('nothing was written');
  return made.value;
};

describe('a text of a run', () => {
  it('is the report as a page, as Markdown and as JSON that the contract reads', () => {
    const html = written({ kind: 'report', runId, format: 'html' });
    expect(html).toMatchObject({ fileName: `airway-report-${runId}.html`, mediaType: 'text/html' });
    expect(html.text).toContain('<!doctype html>');
    expect(html.text).toContain('Map of the site');
    expect(written({ kind: 'report', runId, format: 'markdown' }).text).toContain('## Checks');
    const json = written({ kind: 'report', runId, format: 'json' });
    expect(reportSchema.parse(JSON.parse(json.text)).findings[0]?.cause).toBe('port-filtered');
  });

  it('is what one team is asked for, all of it or by one finding', () => {
    const all = written({ kind: 'request', runId, to: 'network-team', format: 'csv' });
    expect(all.fileName).toBe(`airway-network-team-${runId}.csv`);
    const [first] = findings;
    if (first === undefined) throw new Error('there is a finding');
    const one = written({
      kind: 'request',
      runId,
      to: 'network-team',
      format: 'text',
      finding: { cause: first.cause, subject: first.subject },
    });
    expect(one.text).toContain('10.99.2.2');
    const other = { cause: first.cause, subject: 'console:1' };
    expect(
      textOf({ kind: 'request', runId, to: 'network-team', format: 'text', finding: other }, opened, []),
    ).toMatchObject({ ok: false, error: { code: 'nothing-asked' } });
    expect(textOf({ kind: 'request', runId, to: 'siem-team', format: 'text' }, opened, [])).toMatchObject({
      ok: false,
      error: { code: 'nothing-asked' },
    });
  });

  it('holds none of the secrets of its run', () => {
    const secret = 'console.lab.test';
    for (const format of ['html', 'markdown'] as const)
      expect(written({ kind: 'report', runId, format }, [secret]).text.split(secret).length).toBeLessThan(
        written({ kind: 'report', runId, format }).text.split(secret).length,
      );
  });

  it('is refused where there is no run, or nothing of it yet', () => {
    const request = { kind: 'report', runId, format: 'json' } as const;
    expect(textOf(request, refused('no-run', 'There is none.'), [])).toMatchObject({
      ok: false,
      error: { code: 'no-run' },
    });
    expect(textOf(request, ok({ runId, events: [], findings: [] }), [])).toMatchObject({
      ok: false,
      error: { code: 'no-run' },
    });
  });
});
