import { isWordByte } from './byte-kinds.ts';
import { foldLatin1 } from './latin1.ts';
import type { RuleId } from './rules.ts';
import { PAIR, type TriggerTables, WORD } from './trigger-tables.ts';
import { type Hit, startsWord, type View } from './view.ts';

/** A text that is replaced wherever it stands. */
interface KnownText {
  /** Latin-1 bytes in lower case. */
  readonly text: string;
  readonly replacement: string;
  readonly rule: RuleId;
  /** True where it must stand as a word of its own. */
  readonly isWord: boolean;
  /** Longer known texts that this one is a part of, with where in them it begins. */
  readonly within: { readonly whole: KnownText; readonly offset: number }[];
}

/** Most texts that are known: what is learned from endless new names costs no endless memory. */
const MOST_TEXTS = 50_000;

/** Of those, how many are noticed also right behind an escape: what a run names comes first. */
const MOST_BEHIND_ESCAPES = 150;

/**
 * Texts that are known before or learned while a bundle is written: secrets and own words anywhere, names as words. Each is looked
 * at from its end, where the tables notice it; the longest that fits wins.
 */
export class KnownTexts {
  readonly #tables: TriggerTables;
  /** By the last two bytes, longest first: nearly every word that is looked at here has no known text with its end. */
  readonly #byEnd = new Map<number, KnownText[]>();
  readonly #all = new Map<string, KnownText>();
  /** Those of several words, which others may be a part of. */
  readonly #compounds: KnownText[] = [];
  #longest = 0;

  constructor(tables: TriggerTables) {
    this.#tables = tables;
  }

  /** Bytes of the longest text, which a search must be able to look back. */
  get longest(): number {
    return this.#longest;
  }

  /** True when this text was added. */
  has(text: string): boolean {
    return this.#all.has(text) || this.#all.has(foldLatin1(text));
  }

  /** Adds a text (Latin-1 bytes). One that ends in no letter or digit, or is no word, is noticed by its last two bytes. */
  add(text: string, replacement: string, rule: RuleId, isWord: boolean): void {
    const folded = foldLatin1(text);
    if (folded.length < 2 || this.#all.has(folded) || this.#all.size >= MOST_TEXTS) return;
    const known: KnownText = { text: folded, replacement, rule, isWord, within: [] };
    for (const whole of this.#compounds) addWithin(known, whole);
    if (!/^[\w-]+$/.test(folded)) {
      this.#compounds.push(known);
      for (const part of this.#all.values()) addWithin(part, known);
    }
    this.#all.set(folded, known);
    this.#longest = Math.max(this.#longest, folded.length);
    const last = folded.charCodeAt(folded.length - 1);
    if (isWord && isWordByte(last)) {
      this.#tables.addWord(text, WORD.phrase);
      if (this.#all.size <= MOST_BEHIND_ESCAPES) this.#tables.addWordBehindEscapes(text, WORD.phrase);
    } else this.#tables.addPair(folded.charCodeAt(folded.length - 2), last, PAIR.literal);
    const pair = pairOf(folded.charCodeAt(folded.length - 2), last);
    const list = this.#byEnd.get(pair) ?? [];
    list.push(known);
    list.sort((one, other) => other.text.length - one.text.length);
    this.#byEnd.set(pair, list);
  }

  /** The longest known text that ends at `end`. One of which a part was replaced already is replaced for the rest. */
  find(view: View, end: number, floor: number, isWord: boolean): Hit | undefined {
    const list = this.#byEnd.get(pairOf(foldByte(view.at(end - 2)), foldByte(view.at(end - 1))));
    if (list === undefined) return undefined;
    for (const known of list) {
      if (known.isWord && (!isWord || isWordByte(view.at(end)))) continue;
      const start = end - known.text.length;
      if (start < 0 || (known.isWord && start < floor) || !standsAt(view, start, known.text)) continue;
      if (known.isWord && !startsWord(view, start, floor)) continue;
      return longestAround(view, known, start, floor);
    }
    return undefined;
  }
}

/** Notes that `part` stands in `whole`, for each place where it does. */
function addWithin(part: KnownText, whole: KnownText): void {
  for (let at = whole.text.indexOf(part.text); at !== -1; at = whole.text.indexOf(part.text, at + 1))
    if (whole.text.length > part.text.length) part.within.push({ whole, offset: at });
}

/** A text is found by its end: a longer one that goes on behind it, or began before it, is looked at here. */
function longestAround(view: View, known: KnownText, start: number, floor: number): Hit {
  let best = known;
  let from = Math.max(start, floor);
  for (const { whole, offset } of known.within) {
    const begin = start - offset;
    if (begin < floor || whole.text.length <= best.text.length || !standsAt(view, begin, whole.text))
      continue;
    const isWord = !isWordByte(view.at(begin + whole.text.length)) && startsWord(view, begin, floor);
    if (whole.isWord && !isWord) continue;
    best = whole;
    from = begin;
  }
  const end = best === known ? start + known.text.length : from + best.text.length;
  return { start: from, end, rule: best.rule, replacement: best.replacement };
}

function standsAt(view: View, start: number, folded: string): boolean {
  for (let at = folded.length - 1; at >= 0; at -= 1)
    if (foldByte(view.at(start + at)) !== folded.charCodeAt(at)) return false;
  return true;
}

const pairOf = (before: number, last: number): number => (before << 8) | last;

const foldByte = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);
