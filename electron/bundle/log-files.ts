import type { Collected, Collector } from './bundle-files.ts';
import type { BundleRedaction } from './bundle-redaction.ts';
import { type FoundLog, findLogs, type NotFound } from './logs/find-logs.ts';
import { LOG_PLACES, type LogPlace, withOwnPlaces } from './logs/log-places.ts';
import { LogRefused, openLog } from './logs/read-log.ts';

/** Where logs are looked for, and how much of them is taken. */
export interface LogSearch {
  readonly places: readonly LogPlace[];
  readonly platform: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Bytes of the end of one file, and of all files together. */
  readonly fileBytes: number;
  readonly totalBytes: number;
}

/** Enough for the days around a fault; what a busy Console writes in a week packs into a few megabytes. */
const LOG_FILE_BYTES = 20 * 1024 * 1024;
const LOG_TOTAL_BYTES = 200 * 1024 * 1024;

/** The search that hosts make on this machine; `own` are places of a file, see `withOwnPlaces`; `mostBytes` holds for one and for all. */
export const logsOfThisMachine = (own: readonly LogPlace[] = [], mostBytes?: number): LogSearch => ({
  places: withOwnPlaces(own),
  platform: process.platform,
  environment: process.env,
  fileBytes: mostBytes ?? LOG_FILE_BYTES,
  totalBytes: mostBytes ?? LOG_TOTAL_BYTES,
});

/** The logs of this machine as files of a bundle, newest first, until there are enough; and what was looked for and not found. */
export async function logCollectors(
  search: LogSearch,
  redaction: BundleRedaction,
  signal: AbortSignal | undefined,
): Promise<{ readonly collectors: readonly Collector[]; readonly leftOut: readonly NotFound[] }> {
  const { logs, notFound } = await findLogs(search.places, search.platform, search.environment, signal);
  const leftOut = notFound.map(({ what, why }) => ({
    what: (PUBLIC.has(what) ? what : redaction.name(what)).slice(0, 200),
    why,
  }));
  const taken = new Set<string>();
  const collectors: Collector[] = [];
  let left = search.totalBytes;
  for (const log of logs) {
    const name = nameOf(log, redaction, taken);
    if (left <= 0) {
      leftOut.push({
        what: name,
        why: `logs of ${inMegabytes(search.totalBytes)} are in the bundle already, newer ones`,
      });
      continue;
    }
    const mostBytes = Math.min(search.fileBytes, left);
    left -= Math.min(mostBytes, log.sizeBytes);
    collectors.push({
      name,
      what: `${log.place.what}, ${inMegabytes(log.sizeBytes)}${log.sizeBytes > mostBytes ? `, of which the last ${inMegabytes(mostBytes)} are here` : ''}.`,
      collect: () => collectLog(log, name, mostBytes, redaction),
    });
  }
  return { collectors, leftOut };
}

async function collectLog(
  log: FoundLog,
  name: string,
  mostBytes: number,
  redaction: BundleRedaction,
): Promise<Collected> {
  try {
    const open = await openLog(log, mostBytes);
    const { fromByte, sizeBytes } = open;
    const chunks = closing(redaction.stream(name, open.chunks), () => open.close());
    return { kind: 'text', chunks, ...(fromByte === 0 ? {} : { cut: { fromByte, sizeBytes } }) };
  } catch (error) {
    if (error instanceof LogRefused) return { kind: 'absent', why: error.message };
    throw error;
  }
}

async function* closing(chunks: AsyncIterable<Buffer>, close: () => Promise<void>): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } finally {
    await close();
  }
}

/** A name in the bundle that is safe everywhere and there once: a path may name a user, and two paths may become one. */
function nameOf(log: FoundLog, redaction: BundleRedaction, taken: Set<string>): string {
  const parts = redaction.name(log.relativePath).split('/');
  const safe = parts.map((part) => part.replace(/[^\w.()[\] -]+/g, '-').replace(/^\.+$/, '-')).join('/');
  const whole = `logs/${log.place.id}/${safe}`.slice(0, 240);
  let name = whole;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${whole}.${number}`;
  taken.add(name.toLowerCase());
  return name;
}

/** What is said of a place that everybody may know: a name in it is the vendor's, and would be taken for a host. */
const PUBLIC: ReadonlySet<string> = new Set(LOG_PLACES.map(({ what, folder }) => `${what} in ${folder}`));

const inMegabytes = (bytes: number): string =>
  bytes < 100_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
