import type { PacBudget } from './pac-values.ts';

/** How far a match may be inside itself; the call stack holds several times as much. */
const RECURSION_LIMIT = 2000;

export interface State {
  readonly text: string;
  readonly budget: PacBudget;
  readonly starts: (number | undefined)[];
  readonly ends: (number | undefined)[];
  depth: number;
}

/** Tries to match from `at`, and hands the place behind to `next`. */
export type Matcher = (state: State, at: number, next: (at: number) => boolean) => boolean;

/** True for characters, as UTF-16 units, that an atom takes. */
export type Unit = (unit: number) => boolean;

const isWord: Unit = (unit) =>
  (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || unit === 95 || (unit >= 97 && unit <= 122);
const isDigit: Unit = (unit) => unit >= 48 && unit <= 57;
const isBlank: Unit = (unit) => /\s/.test(String.fromCharCode(unit));
export const isLineEnd: Unit = (unit) => unit === 10 || unit === 13 || unit === 0x2028 || unit === 0x2029;
export const CLASSES: Readonly<Record<string, Unit>> = {
  d: isDigit,
  D: (unit) => !isDigit(unit),
  w: isWord,
  W: (unit) => !isWord(unit),
  s: isBlank,
  S: (unit) => !isBlank(unit),
};
export const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0 };

/** As Canonicalize of ECMAScript 5 §15.10.2.8. */
export function fold(unit: number): number {
  const upper = String.fromCharCode(unit).toUpperCase();
  const folded = upper.length === 1 ? upper.charCodeAt(0) : unit;
  return unit >= 128 && folded < 128 ? unit : folded;
}

export const oneUnit =
  (unit: Unit): Matcher =>
  (state, at, next) => {
    state.budget.step();
    return at < state.text.length && unit(state.text.charCodeAt(at)) && next(at + 1);
  };

export const wordEdge =
  (isWanted: boolean): Matcher =>
  (state, at, next) => {
    const before = at > 0 && isWord(state.text.charCodeAt(at - 1));
    const after = at < state.text.length && isWord(state.text.charCodeAt(at));
    return (before !== after) === isWanted && next(at);
  };

export function ahead(inside: Matcher, isWanted: boolean): Matcher {
  return (state, at, next) => {
    const kept = [[...state.starts], [...state.ends]] as const;
    const isThere = inside(state, at, () => true);
    if (isThere === isWanted && (isWanted || !isThere) && next(at)) return true;
    state.starts.splice(0, state.starts.length, ...kept[0]);
    state.ends.splice(0, state.ends.length, ...kept[1]);
    return false;
  };
}

/** One character again and again: counted in a loop, without going deeper. */
export function repeatUnit(unit: Unit, from: number, to: number, isLazy: boolean): Matcher {
  return (state, at, next) => {
    let count = 0;
    const isNextTaken = (): boolean => {
      state.budget.step();
      return at + count < state.text.length && unit(state.text.charCodeAt(at + count));
    };
    while (count < from) {
      if (!isNextTaken()) return false;
      count += 1;
    }
    if (isLazy) {
      for (;;) {
        if (next(at + count)) return true;
        if (count >= to || !isNextTaken()) return false;
        count += 1;
      }
    }
    while (count < to && isNextTaken()) count += 1;
    for (; count >= from; count -= 1) {
      state.budget.step();
      if (next(at + count)) return true;
    }
    return false;
  };
}

interface Repetition {
  readonly from: number;
  readonly to: number;
  readonly isLazy: boolean;
  readonly firstGroup: number;
  readonly lastGroup: number;
}

export function repeatGroup(
  matcher: Matcher,
  { from, to, isLazy, firstGroup, lastGroup }: Repetition,
): Matcher {
  const again = (state: State, at: number, count: number, next: (at: number) => boolean): boolean => {
    state.budget.step();
    state.depth += 1;
    if (state.depth > RECURSION_LIMIT) state.budget.step(Number.MAX_SAFE_INTEGER);
    try {
      if (isLazy && count >= from && next(at)) return true;
      if (count < to) {
        const kept = [[...state.starts], [...state.ends]] as const;
        for (let group = firstGroup; group < lastGroup; group += 1) {
          state.starts[group] = undefined;
          state.ends[group] = undefined;
        }
        // An empty repetition beyond the least would go on for ever, §15.10.2.5.
        if (matcher(state, at, (end) => (end !== at || count < from) && again(state, end, count + 1, next)))
          return true;
        state.starts.splice(0, state.starts.length, ...kept[0]);
        state.ends.splice(0, state.ends.length, ...kept[1]);
      }
      return !isLazy && count >= from && next(at);
    } finally {
      state.depth -= 1;
    }
  };
  return (state, at, next) => again(state, at, 0, next);
}
