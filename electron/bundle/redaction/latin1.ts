/** UTF-8 bytes as characters of Latin-1, the form in which files are searched. */
export const asLatin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** The text that such bytes spell; bytes that are no UTF-8 become U+FFFD. */
export const fromLatin1 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');

/** Lower case for ASCII alone: the other characters are pieces of UTF-8. */
export function foldLatin1(text: string): string {
  // Most texts are in lower case already, and this is asked for every name that is met.
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x41 && code <= 0x5a) return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }
  return text;
}

/** A copy that does not keep the stretch of file alive that it was cut from. */
export const detached = (text: string): string => Buffer.from(text, 'latin1').toString('latin1');

/** Remembers what was worked out for a text. Emptied when full, so that endless new texts cost no memory. */
export class TextCache<T> {
  readonly #values = new Map<string, T>();
  readonly #limit: number;

  constructor(limit = 20_000) {
    this.#limit = limit;
  }

  get(text: string, workOut: (text: string) => T): T {
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    if (this.#values.size >= this.#limit) this.#values.clear();
    const own = detached(text);
    const value = workOut(own);
    this.#values.set(own, value);
    return value;
  }

  clear(): void {
    this.#values.clear();
  }
}
