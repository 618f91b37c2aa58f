import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../events.ts';
import type { Finding } from '../findings.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import { outcomeSchema } from '../outcomes/outcome.ts';
import type { Profile } from '../profile.ts';
import { reduceRun } from '../run-state.ts';
import { finding, runEvents } from '../testing/arbitraries.ts';
import { valuesOf } from '../testing/schema-arbitrary.ts';
import { type ComparedRun, compareRuns, isSame, type RunComparison } from './compare-runs.ts';

const PROFILE: Profile = {
  schema: 'airway.profile/1',
  name: 'Site',
  vantage: 'asset',
  console: { address: 'console.example.com' },
};

interface Row {
  readonly id: string;
  readonly status?: 'passed' | 'failed' | 'skipped';
  readonly elapsedMs?: number;
  readonly outcome?: Outcome;
}

function runOf(
  rows: readonly Row[],
  { findings = [], start = {} }: { findings?: Finding[]; start?: Record<string, unknown> } = {},
): ComparedRun {
  const events: RunEvent[] = [
    {
      type: 'run-started',
      atMs: 0,
      runId: 'r',
      startedAt: '2026-01-01T00:00:00.000Z',
      tool: { name: 'airway', version: '1.0.0' },
      vantage: 'asset',
      hostname: 'asset-7',
      platform: 'linux',
      profile: PROFILE,
      steps: ['console'],
      ...start,
    },
    ...rows.map(
      ({ id, status = 'passed', elapsedMs = 5, outcome }): RunEvent => ({
        type: 'check-finished',
        atMs: 5,
        id,
        check: {
          id,
          step: 'console',
          probe: 'tcp',
          title: `T ${id}`,
          target: id,
          subject: 'dns',
          deadlineMs: 9,
        },
        status,
        elapsedMs,
        ...(outcome === undefined ? {} : { outcome }),
      }),
    ),
    { type: 'run-finished', atMs: 9, finishedAt: '2026-01-01T00:00:01.000Z', ended: 'completed' },
  ];
  return { state: reduceRun(events), findings };
}

const lookup = (...addresses: string[]): Outcome => ({
  kind: 'system-lookup',
  code: 'resolved',
  hostname: 'console.example.com',
  addresses: addresses.map((address) => ({ address, family: 4 })),
  hostsFile: { path: '/etc/hosts', readable: true, entries: [] },
  elapsedMs: 1,
});

const tcp = (code: 'open' | 'refused' | 'filtered'): Outcome => ({
  kind: 'tcp',
  code,
  address: '10.0.0.5',
  port: 443,
  family: 4,
  hasRetransmitSignature: false,
  elapsedMs: 1,
});

const tls = (fingerprint256: string, port = 443): Outcome => ({
  kind: 'tls',
  code: 'established',
  address: '10.0.0.5',
  port,
  servername: null,
  expectedName: 'console.example.com',
  bytesReceived: 9,
  chain: [
    {
      subject: `CN=${fingerprint256}`,
      issuer: 'CN=Root',
      serial: '1',
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: '2027-01-01T00:00:00.000Z',
      dnsNames: [],
      ipAddresses: [],
      hasSan: false,
      isCa: false,
      isSelfSigned: false,
      keyType: 'rsa',
      signatureAlgorithm: 'sha256WithRSAEncryption',
      fingerprint256,
      pem: '',
    },
  ],
  chainSource: 'wire',
  trust: [],
  faults: [],
  raw: [],
  timings: {},
  elapsedMs: 1,
});

const expired: Finding = {
  cause: 'certificate-expired',
  severity: 'error',
  subject: 'console:443',
  title: 'It has expired',
  detail: 'since Monday',
  confidence: 0.98,
  evidence: ['console/tls/10.0.0.5:443'],
  explains: [],
  explainsChecks: [],
  ruledOut: [],
  remedy: { owner: 'console-administrator', steps: [{ text: 'Renew it.' }] },
};

describe('two runs', () => {
  it('tell which checks came out otherwise, appeared or are gone, what failed first', () => {
    const before = runOf([
      { id: 'a', outcome: tcp('open') },
      { id: 'b', status: 'failed', outcome: tcp('filtered') },
      { id: 'c' },
      { id: 'same', status: 'failed', outcome: tcp('refused') },
    ]);
    const after = runOf([
      { id: 'a', status: 'failed', outcome: tcp('refused') },
      { id: 'b', status: 'failed', outcome: tcp('refused') },
      { id: 'd', status: 'skipped' },
      { id: 'same', status: 'failed', outcome: tcp('refused') },
    ]);
    expect(compareRuns(before, after).checks).toMatchObject([
      { key: 'a', before: { status: 'passed', code: 'open' }, after: { status: 'failed', code: 'refused' } },
      {
        key: 'b',
        before: { status: 'failed', code: 'filtered' },
        after: { status: 'failed', code: 'refused' },
      },
      { key: 'c', before: { status: 'passed' } },
      { key: 'd', after: { status: 'skipped' } },
    ]);
  });

  it('tell which causes are gone, new, graver or more certain, or no longer the first', () => {
    const other = { ...expired, cause: 'port-filtered' as const, confidence: 0.5 };
    const changes = (before: Finding[], after: Finding[]) =>
      compareRuns(runOf([], { findings: before }), runOf([], { findings: after })).findings;
    expect(changes([expired], [])).toMatchObject([
      { cause: 'certificate-expired', before: { isFirst: true } },
    ]);
    expect(changes([], [expired])[0]).not.toHaveProperty('before');
    expect(changes([expired, other], [other, expired])).toHaveLength(2);
    expect(changes([expired], [{ ...expired, severity: 'warning' }])).toMatchObject([
      { before: { severity: 'error' }, after: { severity: 'warning' } },
    ]);
    expect(changes([expired], [{ ...expired, confidence: 0.6 }])).toHaveLength(1);
    expect(changes([expired], [{ ...expired, confidence: 0.95, detail: 'since Tuesday' }])).toEqual([]);
  });

  it('tell which addresses a name gained and lost, only where both asked', () => {
    const before = runOf([{ id: 'l', outcome: lookup('10.0.0.5', '10.0.0.6') }]);
    const after = runOf([{ id: 'l', outcome: lookup('10.0.0.6', '10.0.0.7') }]);
    expect(compareRuns(before, after).addresses).toEqual([
      { name: 'console.example.com', source: 'this-machine', gone: ['10.0.0.5'], added: ['10.0.0.7'] },
    ]);
    expect(compareRuns(before, runOf([{ id: 'l', status: 'skipped' }])).addresses).toEqual([]);
  });

  it('tell that another certificate is shown, whichever address shows it', () => {
    const before = runOf([
      { id: 'x', outcome: tls('AA') },
      { id: 'y', outcome: tls('AA') },
    ]);
    const after = runOf([{ id: 'z', outcome: tls('BB') }]);
    expect(compareRuns(before, after).certificates).toMatchObject([
      {
        endpoint: 'console.example.com:443',
        before: [{ fingerprint256: 'AA' }],
        after: [{ fingerprint256: 'BB', subject: 'CN=BB' }],
      },
    ]);
    expect(compareRuns(before, runOf([{ id: 'z', outcome: tls('AA') }])).certificates).toEqual([]);
    expect(compareRuns(before, runOf([{ id: 'z', outcome: tls('BB', 8443) }])).certificates).toEqual([]);
  });

  it('tell times that are another kind of time, and no others', () => {
    const timed = (elapsedMs: number) => runOf([{ id: 'a', elapsedMs, outcome: tcp('open') }]);
    expect(compareRuns(timed(20), timed(900)).timings).toMatchObject([
      { key: 'a', before: { elapsedMs: 20 }, after: { elapsedMs: 900 } },
    ]);
    expect(compareRuns(timed(20), timed(90)).timings).toEqual([]);
    expect(compareRuns(timed(900), timed(1700)).timings).toEqual([]);
    const failed = runOf([{ id: 'a', status: 'failed', elapsedMs: 3000, outcome: tcp('filtered') }]);
    expect(compareRuns(timed(20), failed).timings).toEqual([]);
  });

  it('tell that they were made of another profile, from another place, by another version', () => {
    const other = runOf([], {
      start: {
        vantage: 'console',
        hostname: 'server',
        tool: { name: 'airway', version: '2.0.0' },
        profile: { ...PROFILE, console: { address: 'console.example.com', ports: { primary: 8443 } } },
      },
    });
    expect(compareRuns(runOf([]), other).site).toEqual([
      { what: 'machine', before: 'asset-7', after: 'server' },
      { what: 'profile.console.ports.primary', after: '8443' },
      { what: 'vantage', before: 'asset', after: 'console' },
      { what: 'version', before: '1.0.0', after: '2.0.0' },
    ]);
  });

  it('of the practice site are the same whatever ports it took', () => {
    const practice = (port: number, faults: string[] = []) =>
      runOf([{ id: `console/tcp/127.0.0.1:${port}`, outcome: tcp('open') }], {
        findings: [{ ...expired, subject: `console:${port}` }],
        start: {
          practice: { faults },
          profile: { ...PROFILE, console: { address: 'localhost', ports: { primary: port } } },
        },
      });
    expect(isSame(compareRuns(practice(40_001), practice(40_002)))).toBe(true);
    expect(compareRuns(practice(40_001), practice(40_002, ['port-closed'])).site).toEqual([
      { what: 'practice', before: '', after: 'port-closed' },
    ]);
  });
});

/** A comparison with its sides swapped. */
function mirrored(comparison: RunComparison): RunComparison {
  const swapped = <T extends { before?: unknown; after?: unknown }>(change: T): T => {
    const { before, after, ...rest } = change;
    return {
      ...rest,
      ...(after === undefined ? {} : { before: after }),
      ...(before === undefined ? {} : { after: before }),
    } as T;
  };
  return {
    site: comparison.site.map(swapped),
    findings: comparison.findings.map(swapped),
    checks: comparison.checks.map(swapped),
    addresses: comparison.addresses.map(({ gone, added, ...rest }) => ({
      ...rest,
      gone: added,
      added: gone,
    })),
    certificates: comparison.certificates.map(swapped),
    timings: comparison.timings.map(swapped),
  };
}

const outcome = valuesOf(outcomeSchema, { elapsedMs: fc.nat(5000) });
const comparedRun: fc.Arbitrary<ComparedRun> = fc.record({
  state: fc
    .tuple(runEvents, fc.array(outcome, { minLength: 1, maxLength: 4 }))
    .map(([events, outcomes]) =>
      reduceRun(
        events.map((event, index) =>
          event.type === 'check-finished' && event.outcome !== undefined
            ? { ...event, outcome: outcomes[index % outcomes.length] }
            : event,
        ),
      ),
    ),
  findings: fc.array(finding, { maxLength: 6 }),
});

describe('any two runs', () => {
  it('have no differences when they are the same one', () => {
    fc.assert(
      fc.property(comparedRun, (run) => {
        expect(isSame(compareRuns(run, run))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('have the same differences in both directions', () => {
    fc.assert(
      fc.property(comparedRun, comparedRun, (one, other) => {
        expect(compareRuns(other, one)).toEqual(mirrored(compareRuns(one, other)));
      }),
      { numRuns: 150 },
    );
  });
});
