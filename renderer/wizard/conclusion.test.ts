import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../electron/contract/events.ts';
import type { Finding } from '../../electron/contract/findings.ts';
import { checksInOrder, EMPTY_RUN, reduceRun } from '../../electron/contract/run-state.ts';
import { alternatePortBlocked, certificateExpired, proxySeen } from '../testing/scripted-findings.ts';
import { cutOffRun, failingRun, healthyRun, SCRIPTED_PROFILE, wideRun } from '../testing/scripted-runs.ts';
import {
  type Conclusion,
  concludeRun,
  confidenceWord,
  countChecks,
  groupByOwner,
  groupBySubject,
  unexplainedChecks,
} from './conclusion.ts';

const HEAD = { runId: 'run-1', startedAt: '2026-06-01T12:00:00.000Z', profile: SCRIPTED_PROFILE };

function concluded(
  events: readonly RunEvent[],
  findings: readonly Finding[] = [],
  unexplained: readonly string[] | null = null,
): Conclusion {
  return concludeRun({ run: reduceRun(events), findings, unexplained });
}

const healthy = healthyRun(HEAD).events;
const failing = failingRun(HEAD).events;
const ended = (end: 'cancelled' | 'cut-off'): RunEvent[] => [
  ...healthy.slice(0, 8),
  { type: 'run-finished', atMs: 20, finishedAt: HEAD.startedAt, ended: end },
];

describe('concludeRun', () => {
  it('says nothing before there is something to say', () => {
    expect(concludeRun({ run: EMPTY_RUN, findings: [], unexplained: null })).toBe('not-started');
    expect(concluded(healthy.slice(0, 5))).toBe('running');
    expect(concluded(failing.slice(0, -1), [certificateExpired])).toBe('running');
  });

  it('says healthy only where everything that was asked for was seen to work', () => {
    expect(concluded(healthy)).toBe('healthy');
    expect(concluded(healthy, [proxySeen])).toBe('healthy');
    expect(concluded(ended('cancelled'))).toBe('incomplete');
    expect(concluded(ended('cut-off'))).toBe('incomplete');
    expect(concluded([...healthy.slice(0, 1), ...healthy.slice(-1)])).toBe('nothing-checked');
  });

  it('never calls a failure without a cause healthy', () => {
    expect(concluded(failing)).toBe('unexplained');
    expect(concluded(failing, [proxySeen])).toBe('unexplained');
  });

  it('believes the host about failures that do no harm', () => {
    expect(concluded(failing, [], [])).toBe('healthy');
    expect(concluded(failing, [], ['console/tcp/10.0.0.5:8443'])).toBe('unexplained');
  });

  it('goes by the worst finding', () => {
    expect(concluded(failing, [alternatePortBlocked, certificateExpired])).toBe('problems');
    expect(concluded(failing, [alternatePortBlocked], [])).toBe('warnings');
    expect(concluded(cutOffRun(HEAD).events, [certificateExpired])).toBe('problems');
  });
});

describe('unexplainedChecks', () => {
  it('leaves out what a finding shows or explains', () => {
    const run = reduceRun(failing);
    expect(unexplainedChecks({ run, findings: [certificateExpired], unexplained: null })).toEqual([
      'console/tcp/10.0.0.5:8443',
      'console/tcp/10.0.0.6:8443',
    ]);
    expect(
      unexplainedChecks({ run, findings: [certificateExpired, alternatePortBlocked], unexplained: null }),
    ).toEqual([]);
  });
});

describe('groups', () => {
  it('keep every row, and its place, as a run goes on', () => {
    const { events } = wideRun(HEAD, 40);
    fc.assert(
      fc.property(fc.nat(events.length), fc.nat(events.length), (one, other) => {
        const [sooner, later] = [Math.min(one, other), Math.max(one, other)];
        const before = groupBySubject(checksInOrder(reduceRun(events.slice(0, sooner))));
        const after = groupBySubject(checksInOrder(reduceRun(events.slice(0, later))));
        for (const [index, { subject, checks }] of before.entries()) {
          const now = after[index];
          expect(now?.subject).toBe(subject);
          expect(now?.checks.slice(0, checks.length).map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
        }
      }),
    );
  });

  it('put the owner of the root cause first', () => {
    expect(
      groupByOwner([certificateExpired, alternatePortBlocked, proxySeen]).map(({ owner }) => owner),
    ).toEqual(['console-administrator', 'network-team', 'engineer']);
  });

  it('count each check once', () => {
    const checks = checksInOrder(reduceRun(failing));
    expect(countChecks(checks)).toEqual({
      running: 0,
      passed: 8,
      warned: 0,
      failed: 4,
      skipped: 4,
      error: 0,
    });
  });
});

describe('confidenceWord', () => {
  it.each([
    [1, 'almost-certain'],
    [0.9, 'almost-certain'],
    [0.89, 'likely'],
    [0.6, 'likely'],
    [0.59, 'possible'],
    [0, 'possible'],
  ])('%d is %s', (confidence, word) => {
    expect(confidenceWord(confidence)).toBe(word);
  });
});
