import { describe, expect, it } from 'vitest';
import { learnFromReport } from '../electron/bundle/redaction/known-identities.ts';
import { Tally } from '../electron/bundle/redaction/ledger.ts';
import { redactDocument } from '../electron/bundle/redaction/redact-document.ts';
import { DEFAULT_CHOICES, Redactor } from '../electron/bundle/redaction/redactor.ts';
import { type RunEvent, runEventSchema } from '../electron/contract/events.ts';
import { reduceRun } from '../electron/contract/run-state.ts';
import { concludeRun } from '../electron/session/conclude.ts';
import { recordedNames, recordingOf } from './faults/recordings.ts';

/** What was recorded of a real site, and the same as a bundle holds it. */
function redacted(name: string) {
  const before = concludeRun(reduceRun(recordingOf(name) ?? []));
  if (before.report === undefined) throw new Error(`${name} holds nothing`);
  const redactor = new Redactor(DEFAULT_CHOICES, []);
  learnFromReport(redactor, before.report);
  const events = (recordingOf(name) ?? []).map((event) =>
    redactDocument<RunEvent>(redactor, runEventSchema, event, new Tally()),
  );
  return { report: before.report, before, events, after: concludeRun(reduceRun(events)) };
}

describe('a run from the fault lab, redacted as in a bundle', () => {
  it.each(recordedNames())('%s is concluded to the same causes', (name) => {
    const { report, before, events, after } = redacted(name);
    const told = (of: typeof before) => of.findings.map(({ cause, severity }) => `${severity} ${cause}`);
    expect(told(after)).toEqual(told(before));
    const text = JSON.stringify(events);
    for (const identity of [report.host.name, report.profile.name]) expect(text).not.toContain(identity);
  });
});
