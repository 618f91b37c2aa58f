import type { CauseId } from './cause-ids.ts';

/** The families in which the faults of the practice site are listed; each has a title in the wizard's catalogue. */
export const PRACTICE_GROUPS = [
  'name',
  'connection',
  'certificate',
  'answer',
  'active-directory',
  'syslog',
  'real-time',
  'proxy',
  'asset',
  'way',
] as const;
/** One of them. */
export type PracticeGroup = (typeof PRACTICE_GROUPS)[number];

/** One thing that the practice site can do wrong, as a host offers it. */
export interface OfferedFault {
  readonly id: CauseId;
  readonly title: string;
  /** One sentence: what the site does wrong. */
  readonly breaks: string;
  readonly group: PracticeGroup;
  /** The part of the site that is changed. */
  readonly part: string;
  /** Parts that nobody can see while this fault is there. */
  readonly hides: readonly string[];
}

/** Most faults of a practice site at once. */
export const PRACTICE_FAULT_LIMIT = 10;

/** Whether a site cannot have both: they change one part of it, or one hides the other. */
export function excludeEachOther(one: OfferedFault, other: OfferedFault): boolean {
  return one.part === other.part || one.hides.includes(other.part) || other.hides.includes(one.part);
}
