import { PacSyntaxError } from './pac-syntax.ts';

/** One word of a PAC file. `value` of a string is what it stands for; of everything else, its text. */
export interface Token {
  readonly type: 'name' | 'keyword' | 'number' | 'string' | 'template' | 'punctuator' | 'end';
  readonly value: string;
  readonly start: number;
  readonly line: number;
  /** A line ended between this word and the one before, which may stand for a semicolon. */
  readonly isAfterNewline: boolean;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'break case catch class const continue debugger default delete do else export extends finally for function if import in ' +
    'instanceof new return super switch this throw try typeof var void while with null true false'
  ).split(' '),
);

const PUNCTUATORS = [
  '>>>=',
  ...['...', '===', '!==', '>>>', '<<=', '>>=', '**='],
  ...[
    '=>',
    '==',
    '!=',
    '<=',
    '>=',
    '&&',
    '||',
    '??',
    '?.',
    '++',
    '--',
    '+=',
    '-=',
    '*=',
    '/=',
    '%=',
    '&=',
    '|=',
    '^=',
  ],
  ...['<<', '>>', '**'],
  ...'{}()[];,<>+-*/%&|^!~?:=.',
];

const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const BLANKS = /[\s\ufeff]+/y;
const LINE_COMMENT = /(?:\/\/|<!--)[^\n\r\u2028\u2029]*/y;
const REGEX = /\/((?:[^/\\[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+)\/([a-z]*)/y;

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
};

/** Reads a PAC file word by word. The place can be kept and gone back to. */
export class Tokenizer {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  get place(): { readonly at: number; readonly line: number } {
    return { at: this.#at, line: this.#line };
  }

  goBack({ at, line }: Tokenizer['place']): void {
    this.#at = at;
    this.#line = line;
  }

  next(): Token {
    const before = this.#line;
    this.#skipSpace();
    const isAfterNewline = this.#line !== before;
    const start = this.#at;
    const line = this.#line;
    const made = (type: Token['type'], value: string): Token => ({
      type,
      value,
      start,
      line,
      isAfterNewline,
    });
    const first = this.#text[start];
    if (first === undefined) return made('end', '');
    const name = this.#match(NAME);
    if (name !== undefined) return made(KEYWORDS.has(name) ? 'keyword' : 'name', name);
    if (/[0-9]/.test(first) || (first === '.' && /[0-9]/.test(this.#text[start + 1] ?? ''))) {
      const number = this.#match(NUMBER);
      if (number !== undefined) return made('number', number);
    }
    if (first === '"' || first === "'") return made('string', this.#string(first));
    if (first === '`') {
      this.#at += 1;
      return made('template', '`');
    }
    const punctuator = PUNCTUATORS.find((text) => this.#text.startsWith(text, start));
    if (punctuator === undefined)
      throw new PacSyntaxError(`unexpected character ${JSON.stringify(first)}`, line);
    this.#at += punctuator.length;
    return made('punctuator', punctuator);
  }

  /** Reads the word at `start` again, as a regular expression: only the parser knows that no division can stand there. */
  regexAt(start: number): { readonly source: string; readonly flags: string } {
    this.#at = start;
    REGEX.lastIndex = start;
    const match = REGEX.exec(this.#text);
    if (match === null) throw new PacSyntaxError('a regular expression without an end', this.#line);
    this.#at = REGEX.lastIndex;
    return { source: match[1] ?? '', flags: match[2] ?? '' };
  }

  /** Text of a template up to its end or the next `${`. */
  templateText(): { readonly text: string; readonly isEnd: boolean } {
    let text = '';
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) throw new PacSyntaxError('a template without an end', this.#line);
      if (character === '`') {
        this.#at += 1;
        return { text, isEnd: true };
      }
      if (character === '$' && this.#text[this.#at + 1] === '{') {
        this.#at += 2;
        return { text, isEnd: false };
      }
      if (character === '\\') text += this.#escape();
      else {
        if (character === '\n') this.#line += 1;
        text += character;
        this.#at += 1;
      }
    }
  }

  #skipSpace(): void {
    for (;;) {
      const blanks = this.#match(BLANKS);
      if (blanks !== undefined) this.#countLines(blanks);
      else if (this.#text.startsWith('/*', this.#at)) {
        const end = this.#text.indexOf('*/', this.#at + 2);
        if (end === -1) throw new PacSyntaxError('a comment without an end', this.#line);
        this.#countLines(this.#text.slice(this.#at, end));
        this.#at = end + 2;
      } else if (this.#match(LINE_COMMENT) === undefined) return;
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #countLines(text: string): void {
    this.#line += text.match(/\r\n|[\n\r\u2028\u2029]/g)?.length ?? 0;
  }

  #string(quote: string): string {
    this.#at += 1;
    let text = '';
    let from = this.#at;
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || character === '\n' || character === '\r')
        throw new PacSyntaxError('a text without a closing quote', this.#line);
      if (character === quote) {
        text += this.#text.slice(from, this.#at);
        this.#at += 1;
        return text;
      }
      if (character === '\\') {
        text += this.#text.slice(from, this.#at) + this.#escape();
        from = this.#at;
      } else this.#at += 1;
    }
  }

  #escape(): string {
    const line = /\\(?:\r\n|[\n\r\u2028\u2029])/y;
    if (this.#match(line) !== undefined) {
      this.#line += 1;
      return '';
    }
    const coded = this.#match(/\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\})/y);
    if (coded !== undefined) {
      const point = Number.parseInt(coded.replace(/^\\[xu]\{?/, ''), 16);
      if (point <= 0x10ffff) return String.fromCodePoint(point);
    }
    const character = this.#text[this.#at + 1];
    if (character === undefined || (coded === undefined && /[xu1-9]/.test(character)))
      throw new PacSyntaxError('an escape in a text that cannot be read', this.#line);
    this.#at += 2;
    return ESCAPES[character] ?? character;
  }
}
