import { EXIT } from './exit-codes.ts';

/** What Ctrl-C, SIGTERM and a closed terminal lead to, one after the other. */
export interface Interrupts {
  /** Aborted by the first of them that nothing else was done with. */
  readonly signal: AbortSignal;
  /** The next one is for `stop`; undefined gives it back to `signal`. */
  first(stop: (() => void) | undefined): void;
  /** The process ends by itself again when it is told to. */
  release(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Catches them, so that what is being written is removed first. Whoever asks again leaves at once. */
export function catchInterrupts(): Interrupts {
  const controller = new AbortController();
  let stop: (() => void) | undefined;
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    const now = stop;
    stop = undefined;
    if (now === undefined) controller.abort();
    else now();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    first: (next) => {
      stop = next;
    },
    release: () => {
      for (const signal of SIGNALS) process.off(signal, interrupt);
    },
  };
}
