import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnFromReport } from '../electron/bundle/redaction/known-identities.ts';
import { Tally } from '../electron/bundle/redaction/ledger.ts';
import { redactDocument } from '../electron/bundle/redaction/redact-document.ts';
import { DEFAULT_CHOICES, Redactor } from '../electron/bundle/redaction/redactor.ts';
import { type RunEvent, runEventSchema } from '../electron/contract/events.ts';
import type { Finding } from '../electron/contract/findings.ts';
import { reduceRun } from '../electron/contract/run-state.ts';
import { concludeRun } from '../electron/session/conclude.ts';
import { recordedNames, recordingOf } from './faults/recordings.ts';

/** What was recorded of a real site, and the same as a bundle holds it. */
function redacted(name: string, choices = DEFAULT_CHOICES, secrets: readonly string[] = []) {
  const before = concludeRun(reduceRun(recordingOf(name) ?? []));
  if (before.report === undefined) throw new Error(`${name} holds nothing`);
  const redactor = new Redactor(choices, secrets);
  learnFromReport(redactor, before.report);
  const events = (recordingOf(name) ?? []).map((event) =>
    redactDocument<RunEvent>(redactor, runEventSchema, event, new Tally()),
  );
  return { report: before.report, before, events, after: concludeRun(reduceRun(events)) };
}

/** What a reader of the findings goes by. */
const told = ({ findings }: { readonly findings: readonly Finding[] }) =>
  findings.map(({ cause, severity, confidence }) => `${severity} ${cause} ${confidence}`);

/** Settings in which a bundle may be made, with words and secrets that are words of the run as often as not. */
const settings = fc.record({
  name: fc.constantFrom(...recordedNames()),
  choices: fc.record({
    identities: fc.boolean(),
    keepsPrivateAddresses: fc.boolean(),
    words: fc.array(fc.constantFrom('Contoso', 'example', 'practice', 'localhost', 'dc1'), { maxLength: 2 }),
  }),
  secrets: fc.array(fc.constantFrom('hunter2-Sommer', 'T0k3n/with+signs=', 'pass word'), { maxLength: 2 }),
});

it('the findings stay the same whatever was chosen', () => {
  fc.assert(
    fc.property(settings, ({ name, choices, secrets }) => {
      const { before, after } = redacted(name, choices, secrets);
      expect(told(after)).toEqual(told(before));
    }),
    { numRuns: 60 },
  );
});

describe('a run from the fault lab, redacted as in a bundle', () => {
  it.each(recordedNames())('%s is concluded to the same causes', (name) => {
    const { report, before, events, after } = redacted(name);
    expect(told(after)).toEqual(told(before));
    const text = JSON.stringify(events);
    for (const identity of [report.host.name, report.profile.name]) expect(text).not.toContain(identity);
  });
});
