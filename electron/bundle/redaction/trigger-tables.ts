import { isDigit, isLower, isUpper, isWordByte } from './byte-kinds.ts';

/** What a pair of bytes may be the sign of; the finder decides. `literal` is a bit that may stand beside any of the others. */
export const PAIR = {
  at: 1,
  backslash: 2,
  token: 3,
  key: 4,
  slashes: 5,
  percent: 6,
  flag: 7,
  version: 8,
  id: 9,
  literal: 0x80,
} as const;

/** What the last word before a delimiter may be the sign of, as bits. */
export const WORD = {
  phrase: 1,
  key: 2,
  topLevel: 4,
  scheme: 8,
  begin: 16,
  folder: 32,
  attribute: 64,
  identityKey: 128,
  path: 256,
  flag: 512,
  mention: 1024,
} as const;

const HASH_PRIME = 16777619;
const WORD_TABLE_BITS = 16;
/** Shift that brings a hash to a place of the table of words. */
export const HASH_SHIFT = 32 - WORD_TABLE_BITS;

/**
 * Tables that tell in a few loads per byte whether anything could end there, because more is not affordable for every byte of a
 * gigabyte. A word is hashed from its last change from lower to upper case or the last byte that is no letter or digit, so that
 * `deployment-token`, `AIR_NATS_PASSWORD` and `securityToken` all end in the same word; behind a dot it is hashed otherwise, so that
 * `in` is no country. Two words may share a place: what a table says is a hint, and whoever follows it looks at the text itself.
 */
export class TriggerTables {
  /** The byte in lower case. */
  readonly fold = new Uint8Array(256);
  /** 1 for a byte that ends a word. */
  readonly delimiter = new Uint8Array(256);
  /** By two bytes: all bits where the hash of a word goes on, none where it begins anew. */
  readonly keep = new Int8Array(65536);
  /** By two bytes: bits of `PAIR`. */
  readonly pairs = new Uint8Array(65536);
  /** By the upper bits of a hash: not zero where a word of that hash may be known. */
  readonly words = new Uint8Array(1 << WORD_TABLE_BITS);
  /** By the whole hash: bits of `WORD`. */
  readonly #exact = new Map<number, number>();

  constructor() {
    for (let byte = 0; byte < 256; byte += 1) {
      this.fold[byte] = isUpper(byte) ? byte + 0x20 : byte;
      this.delimiter[byte] = isWordByte(byte) ? 0 : 1;
      for (let before = 0; before < 256; before += 1)
        this.keep[(before << 8) | byte] = goesOn(before, byte) ? -1 : 0;
    }
  }

  /** Marks a pair of bytes as it is written. */
  addExactPair(pair: string, sign: number): void {
    this.#mark(pair.charCodeAt(0), pair.charCodeAt(1), sign);
  }

  /** Marks a pair of bytes in both cases. */
  addPair(before: number, byte: number, sign: number): void {
    for (const one of bothCases(before)) for (const other of bothCases(byte)) this.#mark(one, other, sign);
  }

  #mark(before: number, byte: number, sign: number): void {
    const at = (before << 8) | byte;
    const now = this.pairs[at] ?? 0;
    this.pairs[at] = sign === PAIR.literal ? now | sign : (now & PAIR.literal) | sign;
  }

  /** Marks the end of `text` (Latin-1), as it is hashed in this case, in lower and in upper case, behind a dot and elsewhere. */
  addWord(text: string, sign: number): void {
    for (const written of [text, text.toLowerCase(), text.toUpperCase()])
      for (const lead of ['', '.']) this.#addHash(this.#hashOfTail(lead + written), sign);
  }

  /**
   * The same as it is hashed behind the escapes of JSON and of URLs, which end in letters or digits: `\\n`, `%2F`. Each costs places of
   * the table, so this is for texts that are few.
   */
  addWordBehindEscapes(text: string, sign: number, leads: readonly string[] = ESCAPES): void {
    for (const lead of leads)
      for (const written of new Set([text, text.toLowerCase(), text.toUpperCase()]))
        this.#addHash(this.#hashOfTail(lead + written), sign);
  }

  /** Marks a last label, which stands behind a dot. */
  addLabel(text: string, sign: number): void {
    for (const written of [text.toLowerCase(), text.toUpperCase()])
      this.#addHash(this.#hashOfTail(`.${written}`), sign);
  }

  #addHash(hash: number, sign: number): void {
    this.words[hash >>> HASH_SHIFT] = 1;
    this.#exact.set(hash, (this.#exact.get(hash) ?? 0) | sign);
  }

  /** Bits of `WORD` for a word by its hash. */
  wordSigns(hash: number): number {
    return this.#exact.get(hash) ?? 0;
  }

  #hashOfTail(text: string): number {
    let hash = 0;
    let before = 0;
    for (let at = 0; at < text.length; at += 1) {
      const byte = text.charCodeAt(at) & 0xff;
      hash = nextHash(hash & (this.keep[(before << 8) | byte] ?? 0), this.fold[byte] ?? 0);
      before = byte;
    }
    return hash;
  }
}

/** One step of the hash of a word (FNV-1a without its offset). */
export const nextHash = (hash: number, byte: number): number => Math.imul(hash ^ byte, HASH_PRIME);

/** From a dot the hash goes on: so a label is hashed otherwise than a word. */
const goesOn = (before: number, byte: number): boolean =>
  isWordByte(byte) &&
  (before === DOT || (isWordByte(before) && !((isLower(before) || isDigit(before)) && isUpper(byte))));

function bothCases(byte: number): number[] {
  if (isUpper(byte)) return [byte, byte + 0x20];
  return isLower(byte) ? [byte - 0x20, byte] : [byte];
}

/** Before the first word of a line. */
export const LINE_ESCAPES = ['\\n', '\\r', '\\t'];
const ESCAPES = ['\\n', '\\r', '\\t', '%20', '%2F', '%2f', '%3A', '%3a', '%3D', '%3d', '%40', '%5C', '%5c'];

const DOT = 0x2e;
