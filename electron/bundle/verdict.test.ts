import { expect, test } from 'vitest';
import type { Report } from '../contract/report.ts';
import { healthyPracticeReport, sampleReport } from './testing/sample-report.ts';
import { verdict } from './verdict.ts';

const without = (report: Report, ...statuses: string[]): Report => ({
  ...report,
  findings: [],
  checks: report.checks.filter(({ status }) => !statuses.includes(status)),
});

test.each<[string, Report, ReturnType<typeof verdict>]>([
  [
    'several findings',
    sampleReport(),
    {
      tone: 'error',
      sentence:
        '3 findings; fix this first: The certificate of the Console has expired (console:443). It is to be fixed by the administrator of the Console.',
    },
  ],
  [
    'one warning',
    { ...sampleReport(), findings: sampleReport().findings.slice(2) },
    {
      tone: 'warning',
      sentence:
        'Look at this: The hosts file of this machine answers for air.example.com (dns). It is to be fixed by the owner of this asset.',
    },
  ],
  [
    'a healthy site',
    healthyPracticeReport(),
    { tone: 'healthy', sentence: 'Nothing wrong was found: all 6 checks passed.' },
  ],
  [
    'a healthy site that was checked in part',
    without(sampleReport(), 'failed', 'error', 'warned'),
    { tone: 'healthy', sentence: 'Nothing wrong was found: 6 checks passed. 2 checks were not made.' },
  ],
  [
    'a failure that was found to be of no consequence',
    { ...without(sampleReport(), 'error', 'warned', 'skipped'), unexplained: [] },
    { tone: 'healthy', sentence: 'Nothing wrong was found: 6 checks passed, 4 failed without consequence.' },
  ],
  [
    'failures without a cause',
    without(sampleReport()),
    {
      tone: 'unclear',
      sentence:
        'No cause can be named, although 4 checks failed, 1 check could not be carried out and 1 check ended with a warning. 2 checks were not made.',
    },
  ],
  [
    'nothing but skipped checks',
    without(sampleReport(), 'failed', 'error', 'warned', 'passed'),
    { tone: 'unclear', sentence: 'Nothing can be said: no check was carried out. 2 checks were not made.' },
  ],
  [
    'a cancelled run',
    { ...healthyPracticeReport(), run: { ...sampleReport().run, ended: 'cancelled' } },
    {
      tone: 'unclear',
      sentence:
        'The run was cancelled; this is what was known by then. Nothing wrong was found: all 6 checks passed.',
    },
  ],
])('%s', (_name, report, expected) => {
  expect(verdict(report)).toEqual(expected);
});
