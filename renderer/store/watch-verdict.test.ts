import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../electron/contract/events.ts';
import type { ProxyOutcome } from '../../electron/contract/outcomes/proxy.ts';
import { reduceRun } from '../../electron/contract/run-state.ts';
import { alternatePortBlocked, certificateExpired, proxySeen } from '../testing/scripted-findings.ts';
import { failingRun, healthyRun, SCRIPTED_PROFILE } from '../testing/scripted-runs.ts';
import { changeBetween, isGreen, type Seen, targetOf, verdictOn, watchObstacle } from './watch-verdict.ts';

const HEAD = { runId: 'run-1', startedAt: '2026-06-01T12:00:00.000Z', profile: SCRIPTED_PROFILE };
const FAILING = failingRun(HEAD).events;
const HEALTHY = healthyRun(HEAD).events;
const seen = (
  events: readonly RunEvent[],
  findings: Seen['findings'] = [],
  unexplained: string[] = [],
): Seen => ({
  run: reduceRun(events),
  findings,
  unexplained,
});
const before = seen(FAILING, [certificateExpired, alternatePortBlocked]);
const target = targetOf(certificateExpired, before.run);

/** The same run as it would be carried into another one. */
const carried = HEALTHY.map(
  (event): RunEvent => (event.type === 'check-finished' ? { ...event, seenAt: HEAD.startedAt } : event),
);

describe('targetOf', () => {
  it('knows the steps and the kinds of check that show a finding', () => {
    expect(target.steps).toEqual(['console']);
    expect(target.finding?.by).toEqual([
      { step: 'console', probe: 'tls' },
      { step: 'console', probe: 'tls' },
    ]);
  });

  it('looks at the Console for what this machine alone shows', () => {
    expect(targetOf({ ...certificateExpired, evidence: ['host/facts'] }, before.run).steps).toEqual([
      'console',
    ]);
  });
});

describe('verdictOn', () => {
  const verdict = (later: Seen) => target.finding && verdictOn(target.finding, later);

  it('tells what is gone from what is still there', () => {
    expect(verdict(before)).toBe('still');
    expect(verdict(seen(HEALTHY))).toBe('gone');
  });

  it('does not take silence for an answer', () => {
    expect(verdict(seen(carried))).toBe('unclear');
    expect(verdict(seen(HEALTHY.slice(0, 1)))).toBe('unclear');
  });

  it('goes by checks of the same kind where the address is another one by now', () => {
    const moved = JSON.parse(JSON.stringify(HEALTHY).replaceAll('10.0.0.', '10.9.9.')) as RunEvent[];
    expect(verdict(seen(moved))).toBe('gone');
  });
});

describe('isGreen', () => {
  const step = { steps: ['console'] as const, finding: null };

  it('asks of a step that nothing is wrong with it, and that it was looked at', () => {
    expect(isGreen(step, seen(HEALTHY))).toBe(true);
    expect(isGreen(step, seen(HEALTHY, [proxySeen]))).toBe(true);
    expect(isGreen(step, before)).toBe(false);
    expect(isGreen(step, seen(FAILING, [], ['console/tcp/10.0.0.5:8443']))).toBe(false);
    expect(isGreen(step, seen(carried))).toBe(false);
    expect(isGreen(step, seen(HEALTHY.slice(0, -1)))).toBe(false);
    expect(isGreen({ ...step, steps: ['syslog'] }, seen(HEALTHY))).toBe(false);
  });

  it('asks of a finding that it is gone, whatever else there is', () => {
    expect(isGreen(target, seen(FAILING, [alternatePortBlocked]))).toBe(true);
    expect(isGreen(target, seen(carried))).toBe(false);
  });
});

describe('changeBetween', () => {
  it('names what went and what came, and nothing of which nobody knows', () => {
    expect(changeBetween(before, seen(FAILING, [alternatePortBlocked, proxySeen]))).toEqual({
      gone: [{ cause: certificateExpired.cause, title: certificateExpired.title }],
      came: [{ cause: proxySeen.cause, title: proxySeen.title }],
    });
    expect(changeBetween(before, seen(carried))).toEqual({ gone: [], came: [] });
  });
});

describe('a practice site that is mended', () => {
  it('has other ports, and keeps the findings that it still has', () => {
    const practice = { ...HEAD, practice: { faults: [] } };
    const { events } = failingRun(practice);
    const moved = { ...alternatePortBlocked, subject: 'console:40001' };
    const earlier = seen(events, [certificateExpired, alternatePortBlocked]);
    expect(changeBetween(earlier, seen(events, [moved]))).toEqual({
      gone: [{ cause: certificateExpired.cause, title: certificateExpired.title }],
      came: [],
    });
  });
});

describe('watchObstacle', () => {
  const withProbe = (probe: string): RunEvent[] =>
    FAILING.map((event) =>
      event.type === 'check-started' && event.check.probe === 'tls'
        ? { ...event, check: { ...event.check, probe } }
        : event,
    );

  it.each([
    ['ldap-bind', 'login'],
    ['syslog-message', 'message'],
    ['tls', undefined],
  ])('of a finding that %s shows is %s', (probe, obstacle) => {
    const run = reduceRun(withProbe(probe));
    expect(watchObstacle(targetOf(certificateExpired, run), run)).toBe(obstacle);
  });

  it('is a proxy that refuses the login of each round', () => {
    const outcome = { kind: 'proxy', login: 'sent', http: { status: 407 } } as unknown as ProxyOutcome;
    const refusing = FAILING.map(
      (event): RunEvent =>
        event.type === 'check-finished' && event.status === 'failed' ? { ...event, outcome } : event,
    );
    expect(watchObstacle(target, reduceRun(refusing))).toBe('proxy-login');
  });
});
