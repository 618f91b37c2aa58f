import type { RunEvent } from '../../contract/events.ts';
import { REPORT_SCHEMA, type Report, reportSchema } from '../../contract/report.ts';
import { SAMPLE_CHECKS } from './sample-checks.ts';
import { SAMPLE_FINDINGS } from './sample-findings.ts';

/** A run from an asset with three findings and fourteen checks, all five statuses among them. */
export function sampleReport(): Report {
  return reportSchema.parse({
    schema: REPORT_SCHEMA,
    tool: { name: 'airway', version: '0.1.0' },
    run: {
      id: '20260302-091407-7f3a',
      startedAt: '2026-03-02T09:14:07.120Z',
      finishedAt: '2026-03-02T09:14:10.140Z',
      durationMs: 3020,
      ended: 'completed',
    },
    vantage: 'asset',
    host: { name: 'ws-0417', platform: 'win32' },
    profile: {
      schema: 'airway.profile/1',
      name: 'Example Corp, Rotterdam plant',
      vantage: 'asset',
      console: { address: 'air.example.com', apiToken: { env: 'AIR_TOKEN' } },
      activeDirectory: {
        domain: 'corp.example.com',
        servers: ['dc1.example.com'],
        security: 'ldaps',
        password: { ask: true },
      },
      syslog: {
        address: '10.20.0.9',
        port: 6514,
        transport: 'tls',
        format: 'rfc5424',
        framing: 'octet-counting',
      },
      resolvers: ['10.20.0.53', '10.20.0.54'],
    },
    checks: SAMPLE_CHECKS,
    findings: SAMPLE_FINDINGS,
  });
}

/** The same site with nothing wrong, as a practice run. */
export function healthyPracticeReport(): Report {
  const report = sampleReport();
  const checks = report.checks.filter(({ status }) => status === 'passed');
  return { ...report, practice: { faults: [] }, checks, findings: [] };
}

/** The list of events that reduces to a report's run and checks. */
export function eventsOf(report: Report): RunEvent[] {
  const { run, vantage, host, profile, tool, practice } = report;
  return [
    {
      type: 'run-started',
      atMs: 0,
      runId: run.id,
      startedAt: run.startedAt,
      tool,
      vantage,
      hostname: host.name,
      platform: host.platform,
      profile,
      steps: ['host', 'console', 'responder', 'active-directory', 'syslog'],
      ...(practice === undefined ? {} : { practice }),
    },
    ...report.checks.flatMap(
      ({ startedMs, status, reason, elapsedMs, outcome, crash, ...info }): RunEvent[] => [
        { type: 'check-started', atMs: startedMs, check: info, awaiting: `an answer of ${info.target}` },
        {
          type: 'check-finished',
          atMs: startedMs + elapsedMs,
          id: info.id,
          status,
          elapsedMs,
          ...(reason === undefined ? {} : { reason }),
          ...(outcome === undefined ? {} : { outcome }),
          ...(crash === undefined ? {} : { crash }),
        },
      ],
    ),
    {
      type: 'run-finished',
      atMs: run.durationMs,
      finishedAt: '2026-03-02T09:14:10.140Z',
      ended: 'completed',
    },
  ];
}
