import fc from 'fast-check';
import { CAUSE_IDS } from '../cause-ids.ts';
import { type CheckInfo, checkStatusSchema, STEP_IDS } from '../checks.ts';
import { type RunEvent, runEndSchema } from '../events.ts';
import { type Finding, ownerSchema, severitySchema } from '../findings.ts';
import type { TcpOutcome } from '../outcomes/tcp.ts';

/** A check as a plan could hold it. */
const checkInfo = (id: string): fc.Arbitrary<CheckInfo> =>
  fc.record({
    id: fc.constant(id),
    step: fc.constantFrom(...STEP_IDS),
    probe: fc.constantFrom('tcp', 'tls', 'http', 'resolver'),
    title: fc.string({ minLength: 1, maxLength: 40 }),
    target: fc.string({ minLength: 1, maxLength: 40 }),
    subject: fc.constantFrom('console:443', 'console:8443', 'dns', 'host', 'syslog:514/udp'),
    deadlineMs: fc.nat(60_000),
  });

const milliseconds = fc.double({ min: 0, max: 1e6, noNaN: true });

/** A TCP outcome with any code, as the simplest stand-in for an outcome. */
const tcpOutcome: fc.Arbitrary<TcpOutcome> = fc.record({
  kind: fc.constant('tcp' as const),
  code: fc.constantFrom('open', 'refused', 'rejected', 'filtered', 'unreachable', 'cannot-tell'),
  address: fc.ipV4(),
  port: fc.integer({ min: 1, max: 65535 }),
  family: fc.constant(4 as const),
  hasRetransmitSignature: fc.boolean(),
  elapsedMs: milliseconds,
});

const runStarted: fc.Arbitrary<RunEvent> = fc.record({
  type: fc.constant('run-started' as const),
  atMs: fc.constant(0),
  runId: fc.constant('20260101-000000-abcdef'),
  startedAt: fc.constant('2026-01-01T00:00:00.000Z'),
  tool: fc.constant({ name: 'airway' as const, version: '0.0.0' }),
  vantage: fc.constantFrom('asset', 'console', 'workstation'),
  hostname: fc.string({ maxLength: 20 }),
  platform: fc.constant('linux'),
  profile: fc.constant({
    schema: 'airway.profile/1' as const,
    name: 'Site',
    vantage: 'asset' as const,
    console: { address: 'console.example.com' },
  }),
  steps: fc.subarray([...STEP_IDS]),
});

/** The life of one check, in order: started, some progress, finished; or skipped at once; or cut off on the way. */
function checkLife(id: string): fc.Arbitrary<RunEvent[]> {
  return fc
    .record({
      info: checkInfo(id),
      life: fc.constantFrom('finished', 'skipped', 'left'),
      progress: fc.array(fc.string({ maxLength: 30 }), { maxLength: 2 }),
      status: fc.constantFrom(...checkStatusSchema.options),
      outcome: fc.option(tcpOutcome, { nil: undefined }),
      atMs: milliseconds,
      elapsedMs: milliseconds,
    })
    .map(({ info, life, progress, status, outcome, atMs, elapsedMs }): RunEvent[] => {
      if (life === 'skipped')
        return [
          {
            type: 'check-finished',
            atMs,
            id,
            check: info,
            status: 'skipped',
            reason: 'not asked for',
            elapsedMs: 0,
          },
        ];
      const begun: RunEvent[] = [
        { type: 'check-started', atMs, check: info, awaiting: 'an answer' },
        ...progress.map((awaiting): RunEvent => ({ type: 'check-progressed', atMs, id, awaiting })),
      ];
      if (life === 'left') return begun;
      return [
        ...begun,
        {
          type: 'check-finished',
          atMs: atMs + elapsedMs,
          id,
          status,
          elapsedMs,
          ...(outcome === undefined ? {} : { outcome }),
        },
      ];
    });
}

/** Mixes lists while each keeps its own order, as checks that run side by side do. */
function interleave(lists: readonly RunEvent[][], picks: readonly number[]): RunEvent[] {
  const rest = lists.map((list) => [...list]).filter((list) => list.length > 0);
  const mixed: RunEvent[] = [];
  for (let turn = 0; rest.length > 0; turn += 1) {
    const index = (picks[turn % Math.max(1, picks.length)] ?? 0) % rest.length;
    const next = rest[index]?.shift();
    if (next !== undefined) mixed.push(next);
    if (rest[index]?.length === 0) rest.splice(index, 1);
  }
  return mixed;
}

/** A whole legal run: a start, checks side by side, and an end unless the process was killed. */
export const runEvents: fc.Arbitrary<RunEvent[]> = fc
  .integer({ min: 0, max: 8 })
  .chain((checks) =>
    fc.record({
      start: runStarted,
      lives: fc.tuple(
        ...Array.from({ length: checks }, (_, index) => checkLife(`console/tcp/10.0.0.${index}:443`)),
      ),
      picks: fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }),
      ended: fc.option(fc.constantFrom(...runEndSchema.options), { nil: undefined }),
    }),
  )
  .map(({ start, lives, picks, ended }) => {
    const events = [start, ...interleave(lives, picks)];
    const atMs = Math.max(...events.map((event) => event.atMs));
    if (ended !== undefined)
      events.push({ type: 'run-finished', atMs, finishedAt: '2026-01-01T00:01:00.000Z', ended });
    return events;
  });

/** A finding with every field filled at random. */
export const finding: fc.Arbitrary<Finding> = fc.record({
  cause: fc.constantFrom(...CAUSE_IDS),
  severity: fc.constantFrom(...severitySchema.options),
  subject: fc.constantFrom('console:443', 'dns'),
  title: fc.string({ maxLength: 80 }),
  detail: fc.string({ maxLength: 200 }),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  evidence: fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
  explains: fc.array(fc.constantFrom(...CAUSE_IDS), { maxLength: 3 }),
  explainsChecks: fc.array(fc.string(), { maxLength: 3 }),
  ruledOut: fc.array(fc.string({ maxLength: 50 }), { maxLength: 3 }),
  remedy: fc.record({
    owner: fc.constantFrom(...ownerSchema.options),
    steps: fc.array(fc.record({ text: fc.string({ minLength: 1, maxLength: 50 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
});
