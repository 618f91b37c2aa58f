import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type RunEvent, runEventSchema } from '../../electron/contract/events.ts';
import type { Played } from './play.ts';

const FOLDER = join(import.meta.dirname, 'recordings');
/** Far beyond a recording; a file that is larger when unpacked is none. */
const RECORDING_LIMIT_BYTES = 16 * 1024 * 1024;

/** Keeps the events of a run that was right, as gzipped JSON lines. */
export function record({ score, events }: Played): void {
  if (!score.isRight || events.length === 0) return;
  mkdirSync(FOLDER, { recursive: true });
  const lines = events.map((event) => neutral(JSON.stringify(event))).join('\n');
  writeFileSync(join(FOLDER, `${score.name}.jsonl.gz`), gzipSync(lines, { level: 9 }));
}

/** Without what only this machine has: the scenario's folder, and the kernel's version. */
const neutral = (line: string): string =>
  line
    .replace(/\/[^"\s]*airway-lab-\w+/g, '/lab')
    .replace(/("platform":"linux","release":")[^"]*(","version":")[^"]*/, '$16.1.0$2');

/** The events that were recorded of a scenario; undefined when there are none. */
export function recordingOf(name: string): readonly RunEvent[] | undefined {
  const path = join(FOLDER, `${name}.jsonl.gz`);
  if (!existsSync(path)) return undefined;
  const text = gunzipSync(readFileSync(path), { maxOutputLength: RECORDING_LIMIT_BYTES }).toString('utf8');
  return text.split('\n').map((line) => runEventSchema.parse(JSON.parse(line)));
}

/** Names of the scenarios that were recorded. */
export function recordedNames(): string[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER).flatMap((name) => (name.endsWith('.jsonl.gz') ? [name.slice(0, -9)] : []));
}
