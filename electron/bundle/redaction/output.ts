/** Shorter stretches are copied byte by byte, which costs less than a call into the runtime. */
const SHORT_BYTES = 48;
const FIRST_BYTES = 64 * 1024;

/** Gathers stretches of bytes and short texts without an object for each of them. */
export class Output {
  #buffer: Buffer = Buffer.alloc(0);
  #length = 0;
  #last: number;

  /** `firstBytes` is what the first piece is expected to come to. */
  constructor(firstBytes = FIRST_BYTES) {
    this.#last = firstBytes;
  }

  bytes(source: Buffer, from: number, to: number): void {
    this.#makeRoom(to - from);
    if (to - from > SHORT_BYTES) this.#length += source.copy(this.#buffer, this.#length, from, to);
    else {
      const buffer = this.#buffer;
      let length = this.#length;
      for (let at = from; at < to; at += 1, length += 1) buffer[length] = source[at] ?? 0;
      this.#length = length;
    }
  }

  /** A text in Latin-1. */
  text(text: string): void {
    this.#makeRoom(text.length);
    for (let at = 0; at < text.length; at += 1) this.#buffer[this.#length + at] = text.charCodeAt(at);
    this.#length += text.length;
  }

  /** What was gathered; it is the caller's from now on. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.#length);
    this.#last = Math.max(this.#last, this.#length);
    this.#buffer = Buffer.alloc(0);
    this.#length = 0;
    return taken;
  }

  #makeRoom(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(
      Math.max(needed, this.#length === 0 ? this.#last : 2 * this.#buffer.length),
    );
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
