import { isDigit, isHexDigit, isWordByte } from './byte-kinds.ts';
import type { RuleId } from './rules.ts';

/** How far a finder may look ahead of the place where it was called, in bytes. What is longer is left to a `Rest`. */
export const REACH_BYTES = 4096;

/** How far a finder may look back, in bytes; what lies further was written out already. */
export const LOOK_BACK_BYTES = 1024;

/** What is left out after a hit, however long it is and in however many pieces it comes. */
export type Rest =
  /** Up to a quotation mark with as many backslashes before it as the opening one had. */
  | { readonly until: 'quote'; readonly quote: number; readonly backslashes: number }
  /** Up to a blank, a mark that ends a value, or the end of the line. */
  | { readonly until: 'blank' }
  | { readonly until: 'line' }
  /** Up to `<` or the end of the line. */
  | { readonly until: 'angle' }
  /** Up to `]` or the end of the line. */
  | { readonly until: 'bracket' }
  /** Lines that are blank or indented by more than so many columns, as a block of YAML; of a list also its items in that column. */
  | { readonly until: 'outdent'; readonly columns: number; readonly isList?: boolean }
  /** Through the line `-----END ...-----`, or up to a byte that cannot stand in a PEM text (RFC 7468 §3). */
  | { readonly until: 'pem-end' };

/** A part that is replaced: bytes from `start` to `end`. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly rule: RuleId;
  readonly replacement: string;
  readonly rest?: Rest | undefined;
}

/** Classes of bytes, as bits, for runs that a finder follows in either direction. */
export const CLASS = {
  word: 1,
  /** Digits and dots. */
  dotted: 2,
  hex: 4,
  /** What stands in names of hosts: words, `.`, `-` and `_`. */
  name: 8,
  /** What stands before the `@` of an address. */
  local: 16,
  /** What stands in a token: base64 in both alphabets, and `.`, `~`. */
  token: 32,
  backslash: 64,
  /** Hexadecimal digits and colons. */
  colonHex: 128,
  /** Hexadecimal digits and dashes. */
  dashHex: 256,
  /** What stands in the authority of an address, and in the whole of it. */
  authority: 512,
  url: 1024,
  /** What stands in a value of a distinguished name. */
  attribute: 2048,
  /** What stands in a key of several words. */
  keyPhrase: 4096,
  account: 8192,
  /** What stands in a key of one word. */
  key: 16384,
  /** What stands in the value beside a key that names somebody, and in a serial number. */
  value: 32768,
  serial: 65536,
  blank: 131072,
  /** `.`, `-` and `_`. */
  nameMark: 262144,
} as const;

const CLASSES = new Uint32Array(256);
for (let byte = 0; byte < 256; byte += 1) CLASSES[byte] = classesOf(byte, String.fromCharCode(byte));

function classesOf(byte: number, mark: string): number {
  const isWord = isWordByte(byte);
  const isHex = isHexDigit(byte);
  const isUrl = byte > 0x20 && mark !== '"' && mark !== '<';
  const bits: [number, boolean][] = [
    [CLASS.word, isWord],
    [CLASS.dotted, isDigit(byte) || mark === '.'],
    [CLASS.hex, isHex],
    [CLASS.name, isWord || '.-_'.includes(mark)],
    [CLASS.local, isWord || "._+%$'-".includes(mark)],
    [CLASS.token, (isWord && byte < 0x80) || '_+/=.~-'.includes(mark)],
    [CLASS.backslash, mark === '\\'],
    [CLASS.colonHex, isHex || mark === ':'],
    [CLASS.dashHex, isHex || mark === '-'],
    [CLASS.url, isUrl],
    [CLASS.authority, isUrl && !"/?#'>,;\\".includes(mark)],
    [CLASS.attribute, byte >= 0x20 && !',;+"<>/\\|'.includes(mark)],
    [CLASS.keyPhrase, (isWord && byte < 0x80) || '_ -'.includes(mark)],
    [CLASS.key, (isWord && byte < 0x80) || mark === '_'],
    [CLASS.value, isWord || '._- $'.includes(mark)],
    [CLASS.serial, (isWord && byte < 0x80) || '._:-'.includes(mark)],
    [CLASS.blank, mark === ' ' || mark === '\t'],
    [CLASS.nameMark, '.-_'.includes(mark)],
    [CLASS.account, isWord || '.-_$'.includes(mark)],
  ];
  return bits.reduce((sum, [bit, belongs]) => (belongs ? sum | bit : sum), 0);
}

/**
 * The bytes that a finder sees: a stretch of the whole, with everything within its reach. Texts are Latin-1, a byte a character: so
 * places in the text and in the bytes are the same, and bytes that are no UTF-8 survive.
 */
export class View {
  readonly bytes: Buffer;
  readonly #text: string;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    // One conversion of the whole stretch costs less than one for each place that is looked at.
    this.#text = bytes.toString('latin1');
  }

  text(from: number, to: number): string {
    return this.#text.slice(Math.max(0, from), to);
  }

  /** A byte, or a line break beyond either end, where nothing goes on. */
  at(index: number): number {
    return this.bytes[index] ?? LINE_BREAK;
  }

  is(index: number, bit: number): boolean {
    return ((CLASSES[this.at(index)] ?? 0) & bit) !== 0;
  }

  /** Where the run of bytes of a class that ends before `end` begins, at most `limit` bytes back and not before `floor`. */
  startOf(end: number, floor: number, bit: number, limit: number): number {
    let start = end;
    const first = Math.max(floor, end - limit, 0);
    while (start > first && this.is(start - 1, bit)) start -= 1;
    return start;
  }

  /** Where the run of bytes of a class from `start` on ends, at most `limit` bytes on. */
  endOf(start: number, bit: number, limit: number): number {
    let end = start;
    const last = Math.min(start + limit, this.bytes.length);
    while (end < last && this.is(end, bit)) end += 1;
    return end;
  }
}

export const LINE_BREAK = 0x0a;

const BACKSLASH = 0x5c;
const PERCENT = 0x25;

/** True when the letter at `at` is that of an escape, `\\n` or `\\t`, as JSON has them before the first word of a line. */
export const isEscape = (view: View, at: number): boolean =>
  view.at(at - 1) === BACKSLASH && ESCAPES.has(view.at(at));
const ESCAPES: ReadonlySet<number> = new Set([...'bfnrtv'].map((letter) => letter.charCodeAt(0)));

/** True when a word begins at `start`: behind no word, or behind an escape of JSON or of URLs (`%2F`), which end in letters or digits. */
export const startsWord = (view: View, start: number, floor: number): boolean =>
  start <= floor ||
  !isWordByte(view.at(start - 1)) ||
  isEscape(view, start - 1) ||
  (view.at(start - 3) === PERCENT && isHexDigit(view.at(start - 2)) && isHexDigit(view.at(start - 1)));
