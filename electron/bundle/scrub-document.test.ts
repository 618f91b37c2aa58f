import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runEventSchema } from '../contract/events.ts';
import { reportSchema } from '../contract/report.ts';
import { documentScrubber } from './scrub-document.ts';
import { eventsOf, sampleReport } from './testing/sample-report.ts';

test('without secrets, and without a hit, the value itself comes back', () => {
  const report = sampleReport();
  expect(documentScrubber([]).scrub(reportSchema, report)).toBe(report);
  const scrubber = documentScrubber(['not to be found anywhere']);
  expect(scrubber.scrub(reportSchema, report)).toBe(report);
  expect(scrubber.hits()).toBe(0);
});

test('a secret goes from every text, deep inside too, and the places are counted', () => {
  const report = sampleReport();
  const [check] = report.checks;
  const [finding] = report.findings;
  if (check === undefined || finding === undefined) throw new Error('the sample has checks and findings');
  check.reason = 'said hunter2-secret';
  finding.remedy.request = 'the password hunter2-secret';
  const scrubber = documentScrubber(['hunter2-secret']);
  const scrubbed = scrubber.scrub(reportSchema, report);
  expect(JSON.stringify(scrubbed)).not.toContain('hunter2');
  expect(scrubbed.checks[0]?.reason).toBe('said [secret]');
  expect(scrubber.hits()).toBe(2);
});

test('a text that the mask makes too long is cut, not restored', () => {
  const report = sampleReport();
  const [check] = report.checks;
  if (check === undefined) throw new Error('the sample has checks');
  check.reason = `${'x'.repeat(596)}pass`;
  const scrubbed = documentScrubber(['pass']).scrub(reportSchema, report);
  expect(scrubbed.checks[0]?.reason).toHaveLength(600);
  expect(scrubbed.checks[0]?.reason).not.toContain('pass');
});

test('fixed words, dates, hosts and numbers survive whatever the secret is', () => {
  const report = sampleReport();
  const words = [
    'console',
    'airway',
    'airway.report/1',
    '2026',
    '3020',
    'true',
    'example',
    'passed',
    'tcp/',
    'workstation',
    'ldaps',
    'http',
    'asset',
    'AIR_TOKEN',
    '10.20.0.53',
  ];
  const anyPiece = fc
    .nat({ max: 4000 })
    .chain((start) =>
      fc.integer({ min: 4, max: 30 }).map((length) => JSON.stringify(report).slice(start, start + length)),
    );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...words), anyPiece), { minLength: 1, maxLength: 3 }),
      (secrets) => {
        const scrubber = documentScrubber(secrets);
        const scrubbed = scrubber.scrub(reportSchema, report);
        expect(reportSchema.parse(JSON.parse(JSON.stringify(scrubbed)))).toEqual(scrubbed);
        for (const event of eventsOf(report)) {
          const line = scrubber.scrub(runEventSchema, event);
          expect(runEventSchema.parse(line).type).toBe(event.type);
        }
      },
    ),
    { numRuns: 60 },
  );
});
