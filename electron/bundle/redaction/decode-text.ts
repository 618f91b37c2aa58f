/** How a file's bytes spell text; `binary` where they spell none. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'binary';

/** Bytes of a file's beginning that are looked at to tell its encoding. */
export const SNIFFED_BYTES = 8192;

/** Most zero bytes in a text in UTF-8 that is still one: a log that a crash left with holes. */
const FEW_ZEROS = 4;

/** Tells by a byte order mark, or by where zero bytes stand, how a file is written. Windows writes many of its logs in UTF-16. */
export function sniffEncoding(head: Buffer): TextEncoding {
  if (head.length >= 2 && head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head.length >= 2 && head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  let even = 0;
  let odd = 0;
  for (const [index, byte] of head.subarray(0, SNIFFED_BYTES).entries()) {
    if (byte === 0 && index % 2 === 0) even += 1;
    else if (byte === 0) odd += 1;
  }
  const half = Math.min(head.length, SNIFFED_BYTES) / 2;
  if (odd > half * 0.6 && even < half * 0.05) return 'utf-16le';
  if (even > half * 0.6 && odd < half * 0.05) return 'utf-16be';
  return even + odd > FEW_ZEROS ? 'binary' : 'utf-8';
}

/** Turns the bytes of a text that comes in pieces into UTF-8 without a byte order mark, whatever they were. */
export class ToUtf8 {
  readonly #decoder: TextDecoder | undefined;
  /** The first bytes of UTF-8, until it is sure that they are no byte order mark. */
  #head: Buffer | undefined = Buffer.alloc(0);

  constructor(encoding: TextEncoding) {
    this.#decoder =
      encoding === 'utf-16le' || encoding === 'utf-16be' ? new TextDecoder(encoding) : undefined;
  }

  push(chunk: Buffer): Buffer {
    if (this.#decoder !== undefined)
      return Buffer.from(this.#decoder.decode(chunk, { stream: true }), 'utf8');
    if (this.#head === undefined) return chunk;
    const head = Buffer.concat([this.#head, chunk]);
    if (head.length < BYTE_ORDER_MARK.length && BYTE_ORDER_MARK.subarray(0, head.length).equals(head)) {
      this.#head = head;
      return Buffer.alloc(0);
    }
    this.#head = undefined;
    return head.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
      ? head.subarray(BYTE_ORDER_MARK.length)
      : head;
  }

  end(): Buffer {
    if (this.#decoder !== undefined) return Buffer.from(this.#decoder.decode(), 'utf8');
    const head = this.#head ?? Buffer.alloc(0);
    this.#head = undefined;
    return head;
  }
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
