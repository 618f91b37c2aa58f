import type { ProbeContext } from '../probe.ts';

/** What a test gives a probe: the real clock, no secrets, nobody who cancels or listens, unless `rest` says otherwise. */
export const testContext = (deadlineMs: number, rest: Partial<ProbeContext> = {}): ProbeContext => ({
  signal: new AbortController().signal,
  deadlineMs,
  now: () => performance.now(),
  wallClock: Date.now,
  progress: () => undefined,
  secrets: {},
  ...rest,
});
