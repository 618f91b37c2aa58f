import type { CauseId } from '../../electron/contract/cause-ids.ts';
import type { Finding } from '../../electron/contract/findings.ts';
import type { Scenario } from './scenario.ts';

/** A scenario by the name of its file, in the group that its folder is. */
export interface NamedScenario extends Scenario {
  readonly name: string;
  readonly group: string;
}

/** How one scenario went. */
export interface Score {
  readonly name: string;
  readonly group: string;
  readonly about: string;
  readonly expects: readonly CauseId[];
  /** Causes of the findings in order; those of severity `info` in brackets. */
  readonly found: readonly string[];
  readonly isRight: boolean;
  /** Why not. */
  readonly problem?: string;
  readonly elapsedMs: number;
}

/**
 * Right is: the findings begin with the expected causes in their order, and beside these there is no error or warning that the
 * scenario does not allow. An expected cause may be of severity `info`.
 */
export function problemOf(
  { expects, allows = [] }: Pick<Scenario, 'expects' | 'allows'>,
  findings: readonly Pick<Finding, 'cause' | 'severity'>[],
): string | undefined {
  const weighty = findings.filter(({ cause, severity }) => severity !== 'info' || expects.includes(cause));
  const begins = expects.every((cause, index) => weighty[index]?.cause === cause);
  if (!begins) return `expected ${expects.join(', ') || 'nothing'} first`;
  const more = weighty
    .slice(expects.length)
    .filter(({ cause }) => !allows.includes(cause) && !expects.includes(cause));
  return more.length === 0 ? undefined : `false alarm: ${more.map(({ cause }) => cause).join(', ')}`;
}

/** `N of N causes named first, 0 false alarms on M healthy sites`. */
export function scoreLine(scores: readonly Score[]): string {
  const healthy = scores.filter(({ expects }) => expects.length === 0);
  const broken = scores.filter(({ expects }) => expects.length > 0);
  const right = broken.filter(({ isRight }) => isRight).length;
  const alarms = healthy.filter(({ isRight }) => !isRight).length;
  return `${right} of ${broken.length} causes named first, ${alarms} false alarms on ${healthy.length} healthy sites`;
}
