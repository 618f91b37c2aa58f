import { describe, expect, it } from 'vitest';
import type { CheckInfo } from '../contract/checks.ts';
import type { RunEvent } from '../contract/events.ts';
import type { Profile } from '../contract/profile.ts';
import { reduceRun } from '../contract/run-state.ts';
import { carryOver, type NextRun } from './carry-over.ts';

const PROFILE: Profile = {
  schema: 'airway.profile/1',
  name: 'Site',
  vantage: 'asset',
  console: { address: 'console.example.com' },
  responder: {},
  syslog: {
    address: 'siem.example.com',
    port: 514,
    transport: 'udp',
    format: 'rfc5424',
    framing: 'octet-counting',
  },
};
const STARTED = '2026-06-01T12:00:00.000Z';

const info = (id: string, step: CheckInfo['step'], probe = 'tcp'): CheckInfo => ({
  id,
  step,
  probe,
  title: id,
  target: id,
  subject: 'dns',
  deadlineMs: 100,
});
const finished = (row: CheckInfo, seenAt?: string): RunEvent => ({
  type: 'check-finished',
  atMs: 1000,
  id: row.id,
  check: row,
  status: row.probe === 'none' ? 'skipped' : 'failed',
  reason: 'seen',
  elapsedMs: 500,
  ...(seenAt === undefined ? {} : { seenAt }),
});
const started = (more: Partial<Extract<RunEvent, { type: 'run-started' }>> = {}): RunEvent => ({
  type: 'run-started',
  atMs: 0,
  runId: 'run-1',
  startedAt: STARTED,
  tool: { name: 'airway', version: '0' },
  vantage: 'asset',
  hostname: 'asset-7',
  platform: 'linux',
  profile: PROFILE,
  steps: ['console', 'responder', 'syslog'],
  ...more,
});
const ended: RunEvent = { type: 'run-finished', atMs: 1500, finishedAt: STARTED, ended: 'completed' };
const ROWS = [
  finished(info('host/facts', 'host')),
  finished(info('console/tcp/a', 'console')),
  finished(info('responder/tcp/a', 'responder')),
  finished(info('syslog/udp/a', 'syslog')),
  finished(info('active-directory/not-checked', 'active-directory', 'none')),
];

const next = (more: Partial<NextRun> = {}): NextRun => ({
  profile: PROFILE,
  steps: ['syslog'],
  faults: undefined,
  hostname: 'asset-7',
  startedAt: new Date('2026-06-01T12:10:00.000Z'),
  ...more,
});
const ids = (base: readonly RunEvent[], run: NextRun) =>
  carryOver(reduceRun(base), run).events.flatMap((event) => ('id' in event ? event.id : []));

describe('carryOver', () => {
  it('brings the rows of the steps that are not checked, with the time when they were seen', () => {
    const { steps, events } = carryOver(reduceRun([started(), ...ROWS, ended]), next());
    expect([...steps]).toEqual(['host', 'console', 'responder']);
    expect(events).toMatchObject([
      { id: 'host/facts', atMs: 0 },
      {
        id: 'console/tcp/a',
        status: 'failed',
        reason: 'seen',
        elapsedMs: 500,
        seenAt: '2026-06-01T12:00:01.500Z',
      },
      { id: 'responder/tcp/a' },
    ]);
  });

  it('keeps the time of a row that was carried already', () => {
    const seenAt = '2026-06-01T11:55:00.000Z';
    const base = reduceRun([started(), finished(info('console/tcp/a', 'console'), seenAt), ended]);
    expect(carryOver(base, next()).events).toMatchObject([{ seenAt }]);
  });

  it('lets a row go after an hour', () => {
    const later = next({ startedAt: new Date('2026-06-01T13:00:01.501Z') });
    expect(ids([started(), ...ROWS, ended], later)).toEqual([]);
  });

  it('brings nothing of a step whose settings are others by now', () => {
    const profile: Profile = { ...PROFILE, responder: { relay: 'relay.example.com' } };
    expect(ids([started(), ...ROWS, ended], next({ profile }))).toEqual(['host/facts', 'console/tcp/a']);
  });

  it.each<[string, Partial<NextRun>]>([
    ['another Console', { profile: { ...PROFILE, console: { address: 'other.example.com' } } }],
    ['another place', { profile: { ...PROFILE, vantage: 'console' } }],
    ['another machine', { hostname: 'asset-8' }],
    ['a practice site', { faults: [] }],
  ])('brings nothing from %s', (_what, more) => {
    expect(ids([started(), ...ROWS, ended], next(more))).toEqual([]);
  });

  it('brings nothing of a run that goes on, and nothing of none', () => {
    expect(ids([started(), ...ROWS], next())).toEqual([]);
    expect(ids([], next())).toEqual([]);
  });

  it('brings what was said of the test message with the row that sent it', () => {
    const answered: RunEvent = {
      type: 'syslog-answered',
      atMs: 1500,
      answeredAt: STARTED,
      answer: 'arrived',
    };
    const base = reduceRun([started(), ...ROWS, ended, answered]);
    expect(carryOver(base, next({ steps: ['console'] })).events.at(-1)).toMatchObject({ answer: 'arrived' });
    expect(carryOver(base, next()).events.at(-1)).toMatchObject({ id: 'responder/tcp/a' });
  });
});

describe('a carried row', () => {
  const carried = finished(info('console/tcp/a', 'console'), STARTED);
  const begun: RunEvent = {
    type: 'check-started',
    atMs: 3,
    check: info('console/tcp/a', 'console'),
    awaiting: 'an answer',
  };
  const other = finished(info('console/tcp/b', 'console'), STARTED);

  it('gives way in its place to the same check of the run itself', () => {
    const state = reduceRun([started(), carried, other, begun]);
    expect(state.order).toEqual(['console/tcp/a', 'console/tcp/b']);
    expect(state.checks['console/tcp/a']).toMatchObject({ phase: 'running', startedMs: 3 });
    const { check: _check, ...done } = finished(info('console/tcp/a', 'console')) as Extract<
      RunEvent,
      { type: 'check-finished' }
    >;
    const finishedState = reduceRun([{ ...done, status: 'passed' }], state);
    expect(finishedState.checks['console/tcp/a']).toMatchObject({ status: 'passed', startedMs: 3 });
    expect(finishedState.checks['console/tcp/a']).not.toHaveProperty('seenAt');
  });

  it('gives way to the same check when that is skipped', () => {
    const skipped = { ...finished(info('console/tcp/a', 'console')), status: 'skipped' } as RunEvent;
    const state = reduceRun([started(), carried, other, skipped]);
    expect(state.order).toEqual(['console/tcp/a', 'console/tcp/b']);
    expect(state.checks['console/tcp/a']).toMatchObject({ status: 'skipped', startedMs: 1000 });
  });
});
