import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type RunEnd, type RunEvent, type RunStarted, runEventSchema } from '../contract/events.ts';

/** A kept run as its list shows it. */
export interface JournalSummary {
  readonly start: RunStarted;
  /** `cut-off` where the journal has no end: of a run that is still under way it has none either. */
  readonly ended: RunEnd;
  /** Offset of the last event that was found, in ms. */
  readonly lastMs: number;
  readonly sizeBytes: number;
}

/** A start holds a profile; a megabyte is more than any profile file may have. */
const HEAD_LIMIT_BYTES = 1024 * 1024;
const PIECE_BYTES = 16 * 1024;
/** An end is a short line, and so is each answer that may follow it. */
const TAIL_BYTES = 64 * 1024;

/** Reads the head and the end of a journal, whatever is between them. Undefined for what is no journal or cannot be read. */
export function summarizeJournal(path: string): JournalSummary | undefined {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const found = fstatSync(descriptor);
      return found.isFile() ? summarize(descriptor, found.size) : undefined;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Removed by another Airway meanwhile, or not ours to read: it is not in the list then.
    return undefined;
  }
}

function summarize(descriptor: number, sizeBytes: number): JournalSummary | undefined {
  const start = eventOf(firstLine(descriptor, sizeBytes));
  if (start?.type !== 'run-started') return undefined;
  const last = lastOwnEvent(descriptor, sizeBytes);
  return {
    start,
    ended: last?.type === 'run-finished' ? last.ended : 'cut-off',
    lastMs: last?.atMs ?? 0,
    sizeBytes,
  };
}

function firstLine(descriptor: number, sizeBytes: number): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at < Math.min(sizeBytes, HEAD_LIMIT_BYTES); at += PIECE_BYTES) {
    const piece = readAt(descriptor, at, Math.min(PIECE_BYTES, sizeBytes - at));
    const end = piece.indexOf(0x0a);
    pieces.push(end === -1 ? piece : piece.subarray(0, end));
    if (end !== -1 || piece.length === 0) break;
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The last event of the run itself: what a person said afterwards may stand behind it, and a torn line too. */
function lastOwnEvent(descriptor: number, sizeBytes: number): RunEvent | undefined {
  const from = Math.max(0, sizeBytes - TAIL_BYTES);
  const lines = readAt(descriptor, from, sizeBytes - from)
    .toString('utf8')
    .split('\n');
  // The first line of a tail is a part of one, unless the tail is the whole.
  if (from > 0) lines.shift();
  for (const line of lines.reverse()) {
    const event = eventOf(line);
    if (event !== undefined && event.type !== 'syslog-answered') return event;
  }
  return undefined;
}

function readAt(descriptor: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, at));
}

function eventOf(line: string): RunEvent | undefined {
  try {
    return line === '' ? undefined : runEventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
