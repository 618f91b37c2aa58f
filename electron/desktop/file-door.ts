/** Where files come in: they wait until there is somebody who opens them. */
export class FileDoor {
  #waiting: string[];
  #open: ((paths: readonly string[]) => Promise<void>) | undefined;

  /** `early` are files of the command line. */
  constructor(early: readonly string[]) {
    this.#waiting = [...early];
  }

  take(paths: readonly string[]): void {
    if (this.#open === undefined) this.#waiting.push(...paths);
    else void this.#open(paths);
  }

  /** Opens what has waited, and from then on whatever comes. `open` never rejects. */
  async connect(open: (paths: readonly string[]) => Promise<void>): Promise<void> {
    const early = this.#waiting;
    this.#waiting = [];
    this.#open = open;
    await open(early);
  }
}
