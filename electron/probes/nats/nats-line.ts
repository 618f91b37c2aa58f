/** Octets of one line that are read at most. The INFO of a large cluster has a few kilobytes. */
export const LINE_LIMIT_BYTES = 64 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/** Lines that may wait to be taken; a server has no reason to say more in one go. */
const LINES_LIMIT = 64;

/**
 * Cuts what a NATS server sends into lines without their ends. Holds at most one line of 64 KiB and 64 short ones; a longer
 * line or more of them makes it deaf (`isOverfull`), so that a peer that sends without end costs no memory.
 */
export class NatsLineReader {
  isOverfull = false;
  readonly #lines: Buffer[] = [];
  #parts: Buffer[] = [];
  #partBytes = 0;

  /** Octets of a line that has no end yet. */
  get unfinishedBytes(): number {
    return this.#partBytes;
  }

  push(bytes: Buffer): void {
    let rest = bytes;
    while (!this.isOverfull && rest.length > 0) {
      const at = rest.indexOf(LF);
      const part = at === -1 ? rest : rest.subarray(0, at);
      this.#keep(part);
      if (at === -1 || this.isOverfull) return;
      this.#finishLine();
      rest = rest.subarray(at + 1);
    }
  }

  /** The next whole line, undefined when there is none yet. */
  take(): Buffer | undefined {
    return this.#lines.shift();
  }

  get hasLine(): boolean {
    return this.#lines.length > 0;
  }

  #keep(part: Buffer): void {
    if (this.#partBytes + part.length > LINE_LIMIT_BYTES) {
      this.#giveUp();
      return;
    }
    this.#parts.push(part);
    this.#partBytes += part.length;
    // Octets that come one by one are joined now and then: thousands of small parts would cost more than they hold.
    if (this.#parts.length > 256) this.#parts = [Buffer.concat(this.#parts)];
  }

  #finishLine(): void {
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#partBytes = 0;
    if (this.#lines.length >= LINES_LIMIT) this.#giveUp();
    else this.#lines.push(whole.at(-1) === CR ? whole.subarray(0, -1) : whole);
  }

  #giveUp(): void {
    this.isOverfull = true;
    this.#parts = [];
    this.#partBytes = 0;
  }
}
