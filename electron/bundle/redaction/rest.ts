import { isWordByte } from './byte-kinds.ts';
import { closes } from './find-value.ts';
import { LINE_BREAK, type Rest } from './view.ts';

/** Bytes that are looked at behind the beginning of the end of a PEM text: `-----END` and a label up to `-----`. */
const PEM_TAIL_BYTES = 96;

/** Passes over what is left out after a hit, in however many pieces it comes, with a few bytes of state. */
export class RestSkipper {
  readonly #rest: Rest;
  #slashes = 0;
  /** Column in the line so far while only blanks came; undefined where the line belongs to the block. */
  #indent: number | undefined;
  #isFirstLine = true;
  #pemTail = '';

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** What stands between what is left out and what follows, and was passed over with it. */
  get lead(): string {
    return this.#rest.until === 'outdent' ? `\n${' '.repeat(this.#indent ?? 0)}` : '';
  }

  /** Where the text goes on that is written again, or -1 when all of the bytes belong to what is left out. */
  endIn(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const isPart = this.#ends(bytes[at] ?? LINE_BREAK);
      if (isPart !== undefined) return isPart === 1 ? at : at + 1;
    }
    return -1;
  }

  /** 1 when this byte is the first that is written again, 0 when it is the last that is left out; undefined when it goes on. */
  #ends(byte: number): 0 | 1 | undefined {
    const rest = this.#rest;
    switch (rest.until) {
      case 'quote': {
        if (byte === LINE_BREAK) return 1;
        if (byte === BACKSLASH) this.#slashes += 1;
        else {
          if (byte === rest.quote && closes(this.#slashes, rest.backslashes)) return 1;
          this.#slashes = 0;
        }
        return undefined;
      }
      case 'blank':
        return ENDS_VALUE.has(byte) ? 1 : undefined;
      case 'line':
        return byte === LINE_BREAK || byte === CARRIAGE_RETURN ? 1 : undefined;
      case 'angle':
        return byte === LINE_BREAK || byte === LESS_THAN ? 1 : undefined;
      case 'bracket':
        return byte === LINE_BREAK || byte === CLOSING_BRACKET ? 1 : undefined;
      case 'outdent':
        return this.#outdents(byte, rest.columns, rest.isList === true);
      case 'pem-end':
        return this.#endsPem(byte);
    }
  }

  #outdents(byte: number, columns: number, isList: boolean): 1 | undefined {
    if (byte === LINE_BREAK) {
      this.#indent = 0;
      this.#isFirstLine = false;
      return undefined;
    }
    if (this.#isFirstLine || this.#indent === undefined) return undefined;
    if (byte === SPACE) this.#indent += 1;
    else if (byte !== CARRIAGE_RETURN) {
      if (this.#indent < columns || (this.#indent === columns && !(isList && byte === DASH))) return 1;
      this.#indent = undefined;
    }
    return undefined;
  }

  #endsPem(byte: number): 0 | 1 | undefined {
    if (this.#pemTail === '') {
      if (byte === DASH) this.#pemTail = '-';
      return isPemByte(byte) ? undefined : 1;
    }
    this.#pemTail += String.fromCharCode(byte);
    if (!'-----END '.startsWith(this.#pemTail.slice(0, 9))) {
      // Dashes of `\n-----` in front of another text, or a lone dash of a header: the text goes on.
      this.#pemTail = byte === DASH ? '-'.repeat(Math.min(5, dashesAtEnd(this.#pemTail))) : '';
      return isPemByte(byte) ? undefined : 1;
    }
    if (this.#pemTail.length > PEM_TAIL_BYTES) return 1;
    if (/-----END [^-]*-----$/.test(this.#pemTail)) return 0;
    return undefined;
  }
}

const dashesAtEnd = (text: string): number => /-*$/.exec(text)?.[0].length ?? 0;

/** Base64, blanks, headers such as `Proc-Type: 4,ENCRYPTED`, and line breaks as JSON writes them. */
const isPemByte = (byte: number): boolean => (byte < 0x80 && isWordByte(byte)) || PEM_MARKS.has(byte);

const codesOf = (text: string): ReadonlySet<number> => new Set([...text].map((mark) => mark.charCodeAt(0)));
const PEM_MARKS = codesOf('+/=-\\ \t\r\n:,.|>#*"');
const ENDS_VALUE = codesOf(' \t\r\n\f\v,;&"\'<>)]}|`');
const BACKSLASH = 0x5c;
const CARRIAGE_RETURN = 0x0d;
const CLOSING_BRACKET = 0x5d;
const DASH = 0x2d;
const LESS_THAN = 0x3c;
const SPACE = 0x20;
