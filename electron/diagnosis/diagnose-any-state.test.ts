import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STEP_IDS } from '../contract/checks.ts';
import type { RunEvent } from '../contract/events.ts';
import { findingSchema } from '../contract/findings.ts';
import { type Outcome, outcomeSchema } from '../contract/outcomes/outcome.ts';
import { profileSchema } from '../contract/profile.ts';
import { reportSchema } from '../contract/report.ts';
import { EMPTY_RUN, type RunState, reduceEvent } from '../contract/run-state.ts';
import { valuesOf } from '../contract/testing/schema-arbitrary.ts';
import { concludeRun } from '../session/conclude.ts';
import { diagnose, unexplainedFailures } from './diagnose.ts';
import { RULES } from './rules/registry.ts';
import { viewSite } from './site-view.ts';

const address = fc.constantFrom('10.0.0.5', '10.0.0.6', 'fd00::5', '127.0.0.1', '100.64.0.9');
const port = fc.constantFrom(443, 8443, 4222, 389, 636, 514, 3128);
const host = fc.constantFrom('console.example.com', 'dc1.example.com', '10.0.0.5');

/** Any outcome of any probe, with addresses and ports that meet, so that rules find something to compare. */
const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
  ...outcomeSchema.options.map(
    (schema) => valuesOf(schema, { address, port, hostname: host }) as fc.Arbitrary<Outcome>,
  ),
);

const profiles = fc.constantFrom(
  ...[
    { console: { address: 'console.example.com' }, responder: {} },
    {
      console: { address: '10.0.0.5', ports: { alternate: null } },
      syslog: { address: '10.0.0.6', transport: 'udp' },
    },
    {
      console: { address: 'console.example.com' },
      responder: { relay: '10.0.0.6' },
      activeDirectory: { domain: 'example.com', username: 'a@example.com' },
      syslog: { address: '10.0.0.6', transport: 'tls' },
      proxy: { url: 'http://proxy.example.com:3128' },
    },
    { activeDirectory: { servers: ['dc1.example.com'], security: 'starttls' } },
    {},
  ].map((sections) => profileSchema.parse({ schema: 'airway.profile/1', name: 'Site', ...sections })),
);

/** A run with checks of any outcome in any step, contradictions and all. */
const states: fc.Arbitrary<RunState> = fc
  .record({
    profile: profiles,
    vantage: fc.constantFrom('asset', 'console', 'workstation'),
    checks: fc.array(
      fc.record({
        outcome: fc.option(outcomes, { nil: undefined, freq: 12 }),
        step: fc.constantFrom(...STEP_IDS),
        subject: fc.constantFrom(
          'console:443',
          'console:8443',
          'responder:4222',
          'active-directory:389',
          'active-directory:636',
          'syslog:514',
          'syslog:514/udp',
          'dns',
          'host',
          'proxy',
          'relay:443',
        ),
        status: fc.constantFrom('passed', 'warned', 'failed', 'skipped', 'error'),
      }),
      { maxLength: 14 },
    ),
  })
  .map(({ profile, vantage, checks }) => {
    const events: RunEvent[] = [
      {
        type: 'run-started',
        atMs: 0,
        runId: '20260601-120000-abcdef',
        startedAt: '2026-06-01T12:00:00.000Z',
        tool: { name: 'airway', version: '0.0.0' },
        vantage,
        hostname: 'asset-7',
        platform: 'linux',
        profile,
        steps: [...STEP_IDS],
      },
      ...checks.map(
        ({ outcome, step, subject, status }, index): RunEvent => ({
          type: 'check-finished',
          atMs: index,
          id: `${step}/${outcome?.kind ?? 'none'}/${index}`,
          check: {
            id: `${step}/${outcome?.kind ?? 'none'}/${index}`,
            step,
            probe: outcome?.kind ?? 'none',
            title: 'T',
            target: '10.0.0.5',
            subject,
            deadlineMs: 1000,
          },
          status,
          reason: 'seen',
          elapsedMs: 1,
          ...(outcome === undefined ? {} : { outcome }),
        }),
      ),
      { type: 'run-finished', atMs: 99, finishedAt: '2026-06-01T12:00:09.000Z', ended: 'completed' },
    ];
    return events.reduce(reduceEvent, EMPTY_RUN);
  });

describe('whatever a run holds', () => {
  it('no rule stumbles', () => {
    fc.assert(
      fc.property(states, (state) => {
        const view = viewSite(state);
        if (view === undefined) throw new Error('the run has begun');
        for (const rule of RULES) rule.see(view);
      }),
      { numRuns: 400 },
    );
  });

  it('findings and report are legal, and each failed check is named by a finding, explained, harmless or said to be unexplained', () => {
    fc.assert(
      fc.property(states, (state) => {
        const findings = diagnose(state);
        for (const finding of findings) findingSchema.parse(finding);
        expect(unexplainedFailures(state, findings).every(({ phase }) => phase === 'finished')).toBe(true);
        const { report } = concludeRun(state);
        expect(reportSchema.safeParse(report).error).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('the same run gives the same findings', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(diagnose(state)).toEqual(diagnose(structuredClone(state)));
      }),
      { numRuns: 60 },
    );
  });
});
