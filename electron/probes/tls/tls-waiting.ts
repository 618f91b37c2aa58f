/**
 * Waits for a condition over things that events change. One wait at a time; every event handler calls `changed`. It is over as
 * well when `isOver` says so, or when its time is up: after a last turn of the event loop, because a busy process runs its
 * timers before it looks at what has arrived meanwhile.
 */
export class Waiting {
  readonly #isOver: () => boolean;
  #recheck: () => void = () => undefined;

  constructor(isOver: () => boolean) {
    this.#isOver = isOver;
  }

  /** Looks at the condition again. */
  changed(): void {
    this.#recheck();
  }

  /** Resolves when the condition holds, the wait is over, or `timeoutMs` have passed. Never rejects. */
  until(isThere: () => boolean, timeoutMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer =
        timeoutMs === undefined ? undefined : setTimeout(() => setImmediate(done), Math.max(0, timeoutMs));
      const recheck = (): void => {
        if (isThere() || this.#isOver()) done();
      };
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
      this.#recheck = recheck;
      recheck();
    });
  }
}

/** Calls back once when a run is cancelled, at once if it is already; the function that is returned stops listening. */
export function onAbort(signal: AbortSignal, cancel: () => void): () => void {
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  return () => signal.removeEventListener('abort', cancel);
}
