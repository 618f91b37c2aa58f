import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { createInterface } from 'node:readline';
import { type RunEvent, runEventSchema } from '../contract/events.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { journalPath, runsDirectory } from './journal-path.ts';
import { removeOldRuns } from './kept-runs.ts';

/** Largest journal that is opened; a run of thousands of checks stays far below. */
const JOURNAL_LIMIT_BYTES = 128 * 1024 * 1024;
/** Most events that are read from one journal. */
const EVENT_LIMIT = 200_000;

/** An append-only list of events on disk, one JSON object a line. */
export interface Journal {
  readonly path: string;
  append(event: RunEvent): void;
  close(): void;
}

/**
 * Starts the journal of a run. Each event is handed to the operating system before `append` returns, so that a killed process
 * loses nothing. Throws with the OS's errno when the folder cannot be written.
 */
export function openJournal(stateDirectory: string, runId: string): Journal {
  const path = journalPath(stateDirectory, runId);
  mkdirSync(runsDirectory(stateDirectory), { recursive: true, mode: 0o700 });
  removeOldRuns(stateDirectory, new Date());
  let descriptor: number | undefined = openSync(path, 'ax', 0o600);
  return {
    path,
    append: (event) => {
      if (descriptor !== undefined) writeSync(descriptor, `${JSON.stringify(event)}\n`);
    },
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

/**
 * Adds an event to the journal of a run that is over; a torn last line, as a kill leaves it, is ended first. Throws with the OS's
 * errno when the journal is gone or cannot be written.
 */
export function appendToJournal(stateDirectory: string, runId: string, event: RunEvent): void {
  const descriptor = openSync(journalPath(stateDirectory, runId), constants.O_RDWR | constants.O_APPEND);
  try {
    const { size } = fstatSync(descriptor);
    const last = Buffer.alloc(1);
    if (size > 0) readSync(descriptor, last, 0, 1, size - 1);
    const isTorn = size > 0 && last[0] !== 0x0a;
    writeSync(descriptor, `${isTorn ? '\n' : ''}${JSON.stringify(event)}\n`);
  } finally {
    closeSync(descriptor);
  }
}

/** A journal as it was read. `unreadableLines` counts lines that are no event: a torn last line, or damage. */
export interface ReadJournal {
  readonly events: RunEvent[];
  readonly wasCutOff: boolean;
  readonly unreadableLines: number;
}

/**
 * Reads a journal back. A list without an end was cut off (killed process, power): it gets an end that says so, and what was
 * learned until then is there. Refuses: `no-run`, `too-large`, `not-a-journal`, `unreadable`.
 */
export async function readJournal(path: string): Promise<Result<ReadJournal>> {
  const size = sizeOf(path);
  if (size === undefined) return refused('no-run', 'This run is not kept on this machine any more.');
  if (size > JOURNAL_LIMIT_BYTES)
    return refused('too-large', 'This journal is larger than 128 MB and was not opened.');
  const events: RunEvent[] = [];
  let unreadableLines = 0;
  const stream = createReadStream(path, { encoding: 'utf8' });
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line === '') continue;
      if (events.length >= EVENT_LIMIT)
        return refused('too-large', 'This journal holds too many events and was not opened.');
      const event = parseEvent(line);
      if (event === undefined) unreadableLines += 1;
      else events.push(event);
    }
  } catch {
    return refused('unreadable', 'The journal of this run could not be read.');
  } finally {
    stream.destroy();
  }
  if (events[0]?.type !== 'run-started')
    return refused('not-a-journal', 'This file is not the journal of a run.');
  // What a person said afterwards may stand behind the end, and behind the place where a run was cut off.
  const ownEvents = events.filter(({ type }) => type !== 'syslog-answered');
  const last = ownEvents.at(-1);
  const wasCutOff = last?.type !== 'run-finished';
  if (wasCutOff) events.push(endOfCutOffRun(events[0].startedAt, last?.atMs ?? 0));
  return ok({ events, wasCutOff, unreadableLines });
}

function endOfCutOffRun(startedAt: string, atMs: number): RunEvent {
  return {
    type: 'run-finished',
    atMs,
    finishedAt: new Date(Date.parse(startedAt) + atMs).toISOString(),
    ended: 'cut-off',
    message: 'The run was cut off; what had been learned until then is here.',
  };
}

function parseEvent(line: string): RunEvent | undefined {
  try {
    return runEventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function sizeOf(path: string): number | undefined {
  try {
    const found = statSync(path);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}
