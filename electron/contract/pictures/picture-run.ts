import type { CheckInfo } from '../checks.ts';
import type { Finding } from '../findings.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import type { Vantage } from '../profile.ts';
import type { RunState } from '../run-state.ts';
import { checksInOrder } from '../run-state.ts';
import type { PictureStatus } from './picture.ts';

/** A check as pictures need it. */
export interface PictureCheck extends CheckInfo {
  readonly startedMs: number;
  /** Of a check that runs: so far. */
  readonly elapsedMs: number;
  readonly status: PictureStatus;
  readonly reason?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** When an earlier run saw it, where this one did not look itself. */
  readonly seenAt?: string | undefined;
}

/** A run as pictures need it: from the events in the wizard, from the file in the report. */
export interface PictureRun {
  readonly startedAt: string;
  readonly hostname: string;
  readonly vantage: Vantage;
  readonly checks: readonly PictureCheck[];
}

/** A run on the screen. `unexplained` are failed checks that nothing accounts for; null where the host did not say. */
export function pictureRunOf(
  state: RunState,
  findings: readonly Pick<Finding, 'evidence' | 'explainsChecks'>[],
  unexplained: readonly string[] | null,
): PictureRun | undefined {
  if (state.run === null) return undefined;
  const { startedAt, hostname, vantage } = state.run;
  const counted = new Set([
    ...(unexplained ?? []),
    ...findings.flatMap(({ evidence, explainsChecks }) => [...evidence, ...explainsChecks]),
  ]);
  const isOver = state.phase === 'finished' && unexplained !== null;
  return {
    startedAt,
    hostname,
    vantage,
    checks: checksInOrder(state).map((check) => {
      if (check.phase === 'running')
        return { ...check, status: 'running', elapsedMs: Math.max(0, state.lastMs - check.startedMs) };
      return isOver && check.status === 'failed' && !counted.has(check.id)
        ? { ...check, status: 'harmless' }
        : check;
    }),
  };
}

/** Statuses by weight: what stands for several is the gravest among them; what was carried out says more than what was not. */
const BY_WEIGHT: readonly PictureStatus[] = [
  'failed',
  'error',
  'warned',
  'running',
  'passed',
  'harmless',
  'skipped',
];

/** The status that stands for several. */
export const gravest = (statuses: readonly PictureStatus[]): PictureStatus =>
  BY_WEIGHT.find((status) => statuses.includes(status)) ?? 'skipped';

/** Where a status stands among the others; the gravest is 0. */
export const weightOf = (status: PictureStatus): number => BY_WEIGHT.indexOf(status);
