/**
 * What `work` gives, or undefined when `milliseconds` have passed or the signal is aborted first. The work itself goes on where
 * it cannot be stopped; its late result or failure is dropped. `work` must not reject for what the system does.
 */
export function withinDeadline<T extends object>(
  work: Promise<T>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    };
    const giveUp = (): void => {
      leave();
      resolve(undefined);
    };
    // A busy process runs its timers first: what has arrived meanwhile is still taken.
    const timer = setTimeout(() => setImmediate(giveUp), Math.max(0, milliseconds));
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    work.then(
      (value) => {
        leave();
        resolve(value);
      },
      (error: unknown) => {
        leave();
        reject(error);
      },
    );
  });
}
