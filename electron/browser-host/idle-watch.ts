/** Says once that nobody has been there for a while. Somebody is there from each `enter` to its `leave`. */
export class IdleWatch {
  readonly #idleMs: number;
  readonly #onIdle: () => void;
  #present = 0;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** The first time of absence starts now. */
  constructor(idleMs: number, onIdle: () => void) {
    this.#idleMs = idleMs;
    this.#onIdle = onIdle;
    this.#wait();
  }

  enter(): void {
    this.#present += 1;
    clearTimeout(this.#timer);
  }

  leave(): void {
    this.#present -= 1;
    if (this.#present === 0) this.#wait();
  }

  /** Nothing is said any more. */
  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #wait(): void {
    if (this.#isOver) return;
    this.#timer = setTimeout(() => {
      this.stop();
      this.#onIdle();
    }, this.#idleMs);
  }
}
