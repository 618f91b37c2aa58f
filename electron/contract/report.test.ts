import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildReport, reportSchema, worstSeverity } from './report.ts';
import { reduceRun } from './run-state.ts';
import { finding, runEvents } from './testing/arbitraries.ts';

describe('the report', () => {
  it('survives a round trip through JSON', () => {
    fc.assert(
      fc.property(runEvents, fc.array(finding, { maxLength: 3 }), (events, findings) => {
        const report = buildReport(reduceRun(events), findings);
        if (report === undefined) throw new Error('a run that has started has a report');
        expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
      }),
    );
  });

  it('is not there before the run has started', () => {
    expect(buildReport(reduceRun([]), [])).toBeUndefined();
  });

  it('knows the worst of its findings', () => {
    expect(worstSeverity([])).toBeUndefined();
    expect(worstSeverity([{ severity: 'info' }, { severity: 'warning' }])).toBe('warning');
    expect(worstSeverity([{ severity: 'warning' }, { severity: 'error' }])).toBe('error');
  });
});
