import { isDeepStrictEqual } from 'node:util';
import type { StepId } from '../contract/checks.ts';
import type { CheckFinished, RunEvent } from '../contract/events.ts';
import type { Profile } from '../contract/profile.ts';
import { checksInOrder, type RunState } from '../contract/run-state.ts';

/** How long a row may stand in for a check that is not made again: an hour later the network is another one. */
const CARRIED_FOR_MS = 60 * 60 * 1000;

/** What every step depends on. */
const SHARED: readonly (keyof Profile)[] = [
  'vantage',
  'console',
  'proxy',
  'resolvers',
  'deadlines',
  'controlPort',
  'ntp',
  'sentinels',
];
/** What a step depends on beyond that. The facts of this machine are of no section. */
const OWN_SECTION: Readonly<Record<Exclude<StepId, 'host'>, keyof Profile>> = {
  console: 'console',
  responder: 'responder',
  'active-directory': 'activeDirectory',
  syslog: 'syslog',
};

/** The run that is about to start, as far as it decides what of an earlier one still holds. */
export interface NextRun {
  readonly profile: Profile;
  /** Steps that it checks itself. */
  readonly steps: readonly StepId[];
  readonly faults: readonly string[] | undefined;
  readonly hostname: string;
  readonly startedAt: Date;
}

/** What stands in for the steps that a run does not check. */
export interface CarriedOver {
  readonly steps: ReadonlySet<StepId>;
  readonly events: readonly Extract<RunEvent, { type: 'check-finished' | 'syslog-answered' }>[];
}

const NOTHING: CarriedOver = { steps: new Set(), events: [] };

/**
 * Rows of an earlier run for the steps that the next one leaves alone, each with the time when it was seen. Only from this
 * machine, of the same site, and for a step whose settings are what they were. The facts of this machine are carried too and give
 * way to those that are read anew.
 */
export function carryOver(base: RunState, next: NextRun): CarriedOver {
  const { run } = base;
  if (run === null || base.phase !== 'finished' || run.hostname !== next.hostname) return NOTHING;
  if (!isDeepStrictEqual(run.practice?.faults, next.faults)) return NOTHING;
  const isSame = (key: keyof Profile) => isDeepStrictEqual(run.profile[key], next.profile[key]);
  if (!SHARED.every(isSame)) return NOTHING;
  const kept = (step: StepId): boolean =>
    step === 'host' || (!next.steps.includes(step) && isSame(OWN_SECTION[step]));
  const startedAtMs = Date.parse(run.startedAt);
  const events = checksInOrder(base).flatMap((check): CheckFinished[] => {
    if (check.phase !== 'finished' || check.probe === 'none' || !kept(check.step)) return [];
    const { phase: _phase, startedMs, status, reason, elapsedMs, outcome, crash, seenAt, ...info } = check;
    const seen = seenAt ?? new Date(startedAtMs + startedMs + elapsedMs).toISOString();
    if (next.startedAt.getTime() - Date.parse(seen) > CARRIED_FOR_MS) return [];
    return [
      {
        type: 'check-finished',
        atMs: 0,
        id: info.id,
        check: info,
        status,
        elapsedMs,
        seenAt: seen,
        ...(reason === undefined ? {} : { reason }),
        ...(outcome === undefined ? {} : { outcome }),
        ...(crash === undefined ? {} : { crash }),
      },
    ];
  });
  const steps = new Set(events.flatMap(({ check }) => check?.step ?? []));
  const { syslogAnswer } = base;
  if (syslogAnswer === null || !steps.has('syslog')) return { steps, events };
  return { steps, events: [...events, { type: 'syslog-answered', atMs: 0, ...syslogAnswer }] };
}
