import type { RunEvent } from '../electron/contract/events.ts';
import { EMPTY_RUN, type RunState, reduceEvent } from '../electron/contract/run-state.ts';
import { diagnose } from '../electron/diagnosis/diagnose.ts';
import { recordedNames, recordingOf } from '../lab/faults/recordings.ts';

const CHECKS = 500;
/** The compiler has seen every rule by then. */
const WARM_UP = 30;
const ROUNDS = 51;

/** One run with 500 finished checks: those of many sites of the fault lab, broken and healthy, put together. */
function largeRun(): RunState {
  let start: RunEvent | undefined;
  const finished: RunEvent[] = [];
  for (const name of ['everything', ...recordedNames()]) {
    for (const event of recordingOf(name) ?? []) {
      if (event.type === 'run-started') start ??= event;
      if (event.type !== 'check-finished' || finished.length === CHECKS) continue;
      const id = `${event.id}#${name}`;
      const info = event.check ?? started(name, event.id);
      if (info !== undefined) finished.push({ ...event, id, check: { ...info, id } });
    }
  }
  return [...(start === undefined ? [] : [start]), ...finished].reduce(reduceEvent, EMPTY_RUN);
}

const started = (name: string, id: string) =>
  recordingOf(name)?.flatMap((event) =>
    event.type === 'check-started' && event.check.id === id ? [event.check] : [],
  )[0];

/** Times of `diagnose` on a run of 500 checks, in ms, sorted; with how many findings it has. */
export function diagnosisTimes(): { readonly times: number[]; readonly findings: number } {
  const state = largeRun();
  let findings = 0;
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const startedAt = performance.now();
    findings = diagnose(state).length;
    if (round >= WARM_UP) times.push(performance.now() - startedAt);
  }
  return { times: times.sort((a, b) => a - b), findings };
}
