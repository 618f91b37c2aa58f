import type { CheckStatus } from '../contract/checks.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { Secrets } from '../contract/profile.ts';

/** What a probe is given besides its input. No globals: clock, deadline and cancel come from here. */
export interface ProbeContext {
  /** Aborted when the run is cancelled. A probe then ends at once, with whatever outcome it has, and destroys its sockets. */
  readonly signal: AbortSignal;
  /** Milliseconds that the probe may take. At the deadline it returns an outcome that says so; it does not throw. */
  readonly deadlineMs: number;
  /** Monotonic milliseconds, for timings. */
  now(): number;
  /** Wall clock in ms since 1970, for certificate dates and HTTP Date. */
  wallClock(): number;
  /** Says what is awaited now: `the ServerHello of 10.0.0.5:443`. */
  progress(awaiting: string): void;
  readonly secrets: Secrets;
}

/**
 * How one outcome reads as a row: a status and one sentence with what was seen. Concluding a cause is diagnosis' work. `skipped`
 * is for what this user may not look at: that is no result, neither good nor bad.
 */
export interface Verdict {
  readonly status: Exclude<CheckStatus, 'error'>;
  readonly reason: string;
}

/**
 * One protocol seen from one socket. `run` returns an outcome for everything that the network does and throws only for bugs.
 */
export interface Probe<I, O extends Outcome> {
  readonly id: O['kind'];
  /** Milliseconds when the profile names no deadline of its own. */
  readonly deadlineMs: number;
  /** What is awaited when the check starts, in words: `an answer from 10.0.0.5:443`. */
  awaiting(input: I): string;
  run(input: I, context: ProbeContext): Promise<O>;
  judge(outcome: O): Verdict;
}

/** Fixes the types of a probe; the list of all probes is `registry.ts`. */
export const defineProbe = <I, O extends Outcome>(probe: Probe<I, O>): Probe<I, O> => probe;
