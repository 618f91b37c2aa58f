import {
  ahead,
  CLASSES,
  CONTROLS,
  fold,
  isLineEnd,
  type Matcher,
  oneUnit,
  repeatGroup,
  repeatUnit,
  type State,
  type Unit,
  wordEdge,
} from './pac-regex-matchers.ts';
import type { PacBudget } from './pac-values.ts';

/**
 * Regular expressions of ECMAScript 5 (§15.10), matched by backtracking that is charged to a budget: the engine's own matcher
 * cannot be stopped, and one pattern of a hostile file would hold up every check of the run.
 */
export interface CompiledRegex {
  readonly source: string;
  readonly isGlobal: boolean;
  readonly ignoresCase: boolean;
  /** Matches at the first place from `from` on. */
  exec(text: string, from: number, budget: PacBudget): RegexMatch | undefined;
}

export interface RegexMatch {
  readonly index: number;
  readonly end: number;
  /** The whole match, then each group; undefined for a group that took no part. */
  readonly groups: readonly (string | undefined)[];
}

/** A pattern that is none, or uses what this matcher does not know. */
export class RegexError extends Error {}

const PATTERN_LIMIT = 4000;
const DEPTH_LIMIT = 60;
/** Compiles a pattern; throws RegexError. */
export function compileRegex(source: string, flags: string): CompiledRegex {
  if (source.length > PATTERN_LIMIT) throw new RegexError(`a pattern of ${source.length} characters`);
  if (!/^[gim]*$/.test(flags)) throw new RegexError(`the flags "${flags.slice(0, 20)}"`);
  const compiler = new Compiler(source, flags);
  const matcher = compiler.whole();
  return {
    source,
    isGlobal: flags.includes('g'),
    ignoresCase: flags.includes('i'),
    exec: (text, from, budget) => {
      for (let index = from; index <= text.length; index += 1) {
        budget.step();
        const state: State = { text, budget, starts: [], ends: [], depth: 0 };
        let end = -1;
        const isMatched = matcher(state, index, (at) => {
          end = at;
          return true;
        });
        if (!isMatched) continue;
        budget.text(end - index);
        const groups = Array.from({ length: compiler.groups }, (_, group) =>
          state.starts[group] === undefined ? undefined : text.slice(state.starts[group], state.ends[group]),
        );
        return { index, end, groups: [text.slice(index, end), ...groups] };
      }
      return undefined;
    },
  };
}

class Compiler {
  readonly #source: string;
  readonly #ignoresCase: boolean;
  readonly #isMultiline: boolean;
  #at = 0;
  #depth = 0;
  groups = 0;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#ignoresCase = flags.includes('i');
    this.#isMultiline = flags.includes('m');
  }

  whole(): Matcher {
    const matcher = this.#alternatives();
    if (this.#at < this.#source.length) throw new RegexError('a closing bracket too many');
    return matcher;
  }

  #peek(): string | undefined {
    return this.#source[this.#at];
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #alternatives(): Matcher {
    this.#depth += 1;
    if (this.#depth > DEPTH_LIMIT) throw new RegexError('brackets too deep');
    const ways = [this.#sequence()];
    while (this.#take('|')) ways.push(this.#sequence());
    this.#depth -= 1;
    const [only] = ways;
    if (ways.length === 1 && only !== undefined) return only;
    return (state, at, next) => ways.some((way) => way(state, at, next));
  }

  #sequence(): Matcher {
    const parts: Matcher[] = [];
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek())
      parts.push(this.#term());
    return parts.reduceRight<Matcher>(
      (rest, part) => (state, at, next) => part(state, at, (after) => rest(state, after, next)),
      (_state, at, next) => next(at),
    );
  }

  #term(): Matcher {
    if (this.#take('^'))
      return (state, at, next) =>
        (at === 0 || (this.#isMultiline && isLineEnd(state.text.charCodeAt(at - 1)))) && next(at);
    if (this.#take('$'))
      return (state, at, next) =>
        (at === state.text.length || (this.#isMultiline && isLineEnd(state.text.charCodeAt(at)))) && next(at);
    if (this.#take('\\b')) return wordEdge(true);
    if (this.#take('\\B')) return wordEdge(false);
    if (this.#take('(?=')) return ahead(this.#closed(), true);
    if (this.#take('(?!')) return ahead(this.#closed(), false);
    if (this.#take('(?:')) {
      const firstGroup = this.groups;
      return this.#repeated(this.#closed(), undefined, firstGroup, this.groups);
    }
    if (this.#take('(?')) throw new RegexError('a kind of group that is not of ECMAScript 5');
    if (this.#take('(')) return this.#group();
    const reference = /\\([1-9]\d?)/y;
    reference.lastIndex = this.#at;
    const referred = reference.exec(this.#source);
    if (referred !== null) {
      this.#at = reference.lastIndex;
      return this.#repeated(
        this.#backReference(Number(referred[1]) - 1),
        undefined,
        this.groups,
        this.groups,
      );
    }
    const unit = this.#atom();
    return this.#repeated(oneUnit(unit), unit, this.groups, this.groups);
  }

  #closed(): Matcher {
    const inside = this.#alternatives();
    if (!this.#take(')')) throw new RegexError('a bracket that is not closed');
    return inside;
  }

  #group(): Matcher {
    const group = this.groups;
    this.groups += 1;
    const inside = this.#closed();
    const captured: Matcher = (state, at, next) => {
      const before = [state.starts[group], state.ends[group]] as const;
      const isMatched = inside(state, at, (end) => {
        const inner = [state.starts[group], state.ends[group]] as const;
        state.starts[group] = at;
        state.ends[group] = end;
        if (next(end)) return true;
        [state.starts[group], state.ends[group]] = inner;
        return false;
      });
      if (!isMatched) [state.starts[group], state.ends[group]] = before;
      return isMatched;
    };
    return this.#repeated(captured, undefined, group, this.groups);
  }

  #backReference(group: number): Matcher {
    return (state, at, next) => {
      const start = state.starts[group];
      if (start === undefined) return next(at);
      const said = state.text.slice(start, state.ends[group]);
      const here = state.text.slice(at, at + said.length);
      state.budget.step(1 + said.length);
      const isSame = this.#ignoresCase ? here.toLowerCase() === said.toLowerCase() : here === said;
      return isSame && next(at + said.length);
    };
  }

  /** One character, a class or an escape. */
  #atom(): Unit {
    const character = this.#peek() ?? '';
    if (character === '*' || character === '+' || character === '?')
      throw new RegexError('nothing to repeat');
    this.#at += 1;
    if (character === '.') return (unit) => !isLineEnd(unit);
    if (character === '[') return this.#class();
    if (character !== '\\') return this.#exactly(character.charCodeAt(0));
    return this.#escaped(false);
  }

  #escaped(isInClass: boolean): Unit {
    const kind = this.#peek();
    if (kind === undefined) throw new RegexError('a backslash at the end');
    const named = CLASSES[kind];
    if (named !== undefined) {
      this.#at += 1;
      return named;
    }
    return this.#exactly(this.#escapedUnit(isInClass));
  }

  #escapedUnit(isInClass: boolean): number {
    const coded = /x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|c([A-Za-z])/y;
    coded.lastIndex = this.#at;
    const match = coded.exec(this.#source);
    if (match !== null) {
      this.#at = coded.lastIndex;
      const [, byte, unit, letter] = match;
      return letter === undefined ? Number.parseInt(byte ?? unit ?? '', 16) : letter.charCodeAt(0) % 32;
    }
    const character = this.#peek() ?? '';
    if (character >= '1' && character <= '9') throw new RegexError('an octal escape');
    this.#at += 1;
    if (isInClass && character === 'b') return 8;
    return CONTROLS[character] ?? character.charCodeAt(0);
  }

  #exactly(wanted: number): Unit {
    if (!this.#ignoresCase) return (unit) => unit === wanted;
    const folded = fold(wanted);
    return (unit) => fold(unit) === folded;
  }

  #class(): Unit {
    const isNegated = this.#take('^');
    const parts: Unit[] = [];
    for (;;) {
      const character = this.#peek();
      if (character === undefined) throw new RegexError('a class that is not closed');
      if (this.#take(']')) break;
      const from = this.#classUnit();
      if (typeof from === 'function') parts.push(from);
      else if (this.#peek() === '-' && this.#source[this.#at + 1] !== ']') {
        this.#at += 1;
        const to = this.#classUnit();
        if (typeof to === 'function') parts.push(this.#exactly(from), this.#exactly(45), to);
        else if (to < from) throw new RegexError('a range out of order');
        else parts.push(this.#range(from, to));
      } else parts.push(this.#exactly(from));
    }
    return (unit) => parts.some((part) => part(unit)) !== isNegated;
  }

  #classUnit(): number | Unit {
    const character = this.#peek() ?? '';
    this.#at += 1;
    if (character !== '\\') return character === '' ? Number.NaN : character.charCodeAt(0);
    const named = CLASSES[this.#peek() ?? ''];
    if (named === undefined) return this.#escapedUnit(true);
    this.#at += 1;
    return named;
  }

  #range(from: number, to: number): Unit {
    const isWithin: Unit = (unit) => unit >= from && unit <= to;
    if (!this.#ignoresCase) return isWithin;
    return (unit) =>
      isWithin(unit) ||
      isWithin(String.fromCharCode(unit).toLowerCase().charCodeAt(0)) ||
      isWithin(String.fromCharCode(unit).toUpperCase().charCodeAt(0));
  }

  /** The quantifier behind an atom, if there is one. Groups inside start anew with each repetition. */
  #repeated(matcher: Matcher, unit: Unit | undefined, firstGroup: number, lastGroup: number): Matcher {
    const pattern = /[*+?]|\{(\d{1,9})(?:(,)(\d{1,9})?)?\}/y;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match === null) return matcher;
    this.#at = pattern.lastIndex;
    const isLazy = this.#take('?');
    const [word, least, comma, most] = match;
    const from = least === undefined ? (word === '+' ? 1 : 0) : Number(least);
    const open = word === '?' ? 1 : Number.POSITIVE_INFINITY;
    const to =
      least === undefined ? open : comma === undefined ? from : most === undefined ? open : Number(most);
    if (to < from) throw new RegexError('a repetition out of order');
    return unit === undefined
      ? repeatGroup(matcher, { from, to, isLazy, firstGroup, lastGroup })
      : repeatUnit(unit, from, to, isLazy);
  }
}
