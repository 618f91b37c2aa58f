import { PacSyntaxError } from './pac-syntax.ts';
import { type Token, Tokenizer } from './pac-tokens.ts';

/** Brackets, calls and blocks inside each other; hand-written files stay below thirty. */
const DEPTH_LIMIT = 150;

/** Constructs of later ECMAScript that are named when they stand in the way. */
const UNKNOWN_WORDS: Readonly<Record<string, string>> = {
  class: 'classes',
  import: 'import',
  export: 'export',
  super: 'super',
  with: 'with',
  debugger: 'debugger',
};

/** A PAC file as a row of words with one word in sight, and how deep the reader is in it. */
export class PacWords {
  protected readonly tokens: Tokenizer;
  protected token: Token;
  #depth = 0;

  constructor(text: string) {
    this.tokens = new Tokenizer(text);
    this.token = this.tokens.next();
  }

  protected advance(): Token {
    const token = this.token;
    this.token = this.tokens.next();
    return token;
  }

  protected is(value: string): boolean {
    const { type } = this.token;
    return this.token.value === value && (type === 'punctuator' || type === 'keyword');
  }

  /** A word that the file chose, and no keyword. */
  protected isName(): boolean {
    return this.token.type === 'name';
  }

  protected take(value: string): boolean {
    if (!this.is(value)) return false;
    this.advance();
    return true;
  }

  protected expect(value: string): void {
    if (!this.take(value)) throw this.unexpected(`expected "${value}"`);
  }

  protected unexpected(expected?: string): PacSyntaxError {
    const { type, value, line } = this.token;
    const what = UNKNOWN_WORDS[value];
    if (type === 'keyword' && what !== undefined)
      return new PacSyntaxError(`${what} not known to this reader`, line);
    const found = type === 'end' ? 'the end of the file' : `"${value.slice(0, 40)}"`;
    return new PacSyntaxError(
      expected === undefined ? `unexpected ${found}` : `${expected}, found ${found}`,
      line,
    );
  }

  protected name(): string {
    if (this.token.type !== 'name') throw this.unexpected('expected a name');
    return this.advance().value;
  }

  protected nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > DEPTH_LIMIT)
      throw new PacSyntaxError(`nested more than ${DEPTH_LIMIT} deep`, this.token.line);
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }
}
