import type { CheckStatus, StepId } from '../contract/checks.ts';
import type { Severity } from '../contract/findings.ts';
import type { Vantage } from '../contract/profile.ts';
import type { Report } from '../contract/report.ts';

/** A check in a report. */
export type ReportCheck = Report['checks'][number];

/** Step names as headings. */
export const STEP_TITLES: Readonly<Record<StepId, string>> = {
  host: 'This machine',
  console: 'Console',
  responder: 'Responder',
  'active-directory': 'Active Directory',
  syslog: 'Syslog',
};

/** The five statuses in words. `Not checked` and `Could not check` are not kinds of failure. */
export const STATUS_WORDS: Readonly<Record<CheckStatus, string>> = {
  passed: 'Passed',
  warned: 'Warning',
  failed: 'Failed',
  skipped: 'Not checked',
  error: 'Could not check',
};

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  error: 'Problem',
  warning: 'Warning',
  info: 'Note',
};

export const VANTAGE_WORDS: Readonly<Record<Vantage, string>> = {
  asset: 'an asset',
  console: 'the Console server',
  workstation: 'a workstation',
};

/** How sure a finding is, in words: the number alone would claim more precision than there is. */
export function confidenceWords(confidence: number): string {
  if (confidence >= 0.9) return 'almost certain';
  if (confidence >= 0.7) return 'very likely';
  if (confidence >= 0.5) return 'likely';
  return 'possible';
}

/** A time span as one says it: `12 ms`, `3.4 s`, `2 min 5 s`. */
export function durationWords(ms: number): string {
  if (ms < 1) return ms === 0 ? '0 ms' : 'under 1 ms';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** An ISO time as `2026-03-02 09:14:07 UTC`; anything else as it is. */
export function timeWords(iso: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(iso);
  return match === null ? iso : `${match[1]} ${match[2]} UTC`;
}

/** `1 check`, `2 checks`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
