import type { CauseId } from '../../electron/contract/cause-ids.ts';
import {
  excludeEachOther,
  type OfferedFault,
  type PracticeGroup,
} from '../../electron/contract/practice-faults.ts';
import { CHECK_STEPS, type CheckStep } from './check-steps.ts';

/** How much of the practice site is checked: all of it, or the part that one team looks after. */
export const PRACTICE_SHAPES = ['whole', 'console', 'active-directory', 'syslog'] as const;
/** One of them. */
export type PracticeShape = (typeof PRACTICE_SHAPES)[number];

/** How many faults a surprise has; `any` is between none and three, and which is not told. */
export const SURPRISE_SIZES = ['one', 'two', 'three', 'any'] as const;
/** One of them. */
export type SurpriseSize = (typeof SURPRISE_SIZES)[number];

/** The steps of a practice site of a shape. */
export const stepsOfShape = (shape: PracticeShape): readonly CheckStep[] =>
  (
    ({
      whole: CHECK_STEPS,
      console: ['console', 'responder'],
      'active-directory': ['active-directory'],
      syslog: ['syslog'],
    }) as const
  )[shape];

/** Families that a part of the site shows; the Console's shape has all that are named in no other. */
const groupShape = (group: PracticeGroup): PracticeShape =>
  group === 'active-directory' || group === 'syslog' ? group : 'console';

/** Faults that show in a practice site of a shape. */
export const faultsOfShape = (
  offered: readonly OfferedFault[],
  shape: PracticeShape,
): readonly OfferedFault[] =>
  shape === 'whole' ? offered : offered.filter(({ group }) => groupShape(group) === shape);

/** Whether a site cannot have a fault beside those that are chosen. */
export const isExcluded = (
  fault: OfferedFault,
  chosen: readonly CauseId[],
  offered: readonly OfferedFault[],
): boolean =>
  offered.some(
    (other) => other.id !== fault.id && chosen.includes(other.id) && excludeEachOther(fault, other),
  );

/** What a surprise is drawn from. */
interface Draw {
  readonly offered: readonly OfferedFault[];
  readonly shape: PracticeShape;
  readonly size: SurpriseSize;
  /** Faults that were drawn before; they come again when there is no other left. */
  readonly drawn: readonly CauseId[];
  /** A number from 0 up to, but not including, 1. */
  random(): number;
}

/**
 * Draws faults that can be had together, each from another part of the site. Fewer than asked for where a shape has no more that
 * fit: the directory has one part alone.
 */
export function drawFaults({ offered, shape, size, drawn, random }: Draw): readonly CauseId[] {
  const below = (bound: number) => Math.min(bound - 1, Math.floor(random() * bound));
  const wanted = size === 'any' ? below(4) : SURPRISE_SIZES.indexOf(size) + 1;
  const taken: OfferedFault[] = [];
  let fitting = faultsOfShape(offered, shape);
  while (taken.length < wanted && fitting.length > 0) {
    const fresh = fitting.filter(({ id }) => !drawn.includes(id));
    const pool = fresh.length > 0 ? fresh : fitting;
    // By family first: the directory has more faults than all others together, and is no likelier to be broken.
    const groups = [...new Set(pool.map(({ group }) => group))];
    const group = groups[below(groups.length)];
    const members = pool.filter((fault) => fault.group === group);
    const fault = members[below(members.length)];
    if (fault === undefined) break;
    taken.push(fault);
    fitting = fitting.filter((other) => other.id !== fault.id && !excludeEachOther(fault, other));
  }
  return taken.map(({ id }) => id);
}
