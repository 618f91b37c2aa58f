import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { SNIFFED_BYTES, sniffEncoding, type TextEncoding, ToUtf8 } from '../redaction/decode-text.ts';
import type { FoundLog } from './find-logs.ts';
import { whyRefusedByContent } from './refused-files.ts';

/** A log that is open to be read once; `close` it in any case. */
export interface OpenLog {
  /** Size when it was opened; what is written to it afterwards is not read. */
  readonly sizeBytes: number;
  /** First byte that is read: 0, or where the first whole line of its end begins. */
  readonly fromByte: number;
  /** In UTF-8, whatever it was written in. A piece is valid until the next one is asked for. */
  readonly chunks: AsyncIterable<Buffer>;
  close(): Promise<void>;
}

const READ_BYTES = 128 * 1024;
/** What is made of a piece is below what the allocator maps anew each time. */
const PIECE_BYTES = 64 * 1024;
/** How far the beginning of a line is looked for behind the cut. */
const LINE_SEARCH_BYTES = 64 * 1024;

/** A log that is not read: the middle of a sentence, fit for the manifest. */
export class LogRefused extends Error {}

/**
 * Opens a log that was found, at most its last `mostBytes`. Refuses what has become something else since it was found, devices, pipes
 * and links, and what its first bytes show to be no text. Opening never waits: a pipe without a writer would hold it for ever.
 */
export async function openLog(log: FoundLog, mostBytes: number): Promise<OpenLog> {
  const handle = await open(
    log.path,
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  );
  try {
    const found = await handle.stat();
    if (!found.isFile() || found.dev !== log.device || found.ino !== log.inode)
      throw new LogRefused('it was replaced while it was read');
    const head = Buffer.alloc(Math.min(SNIFFED_BYTES, found.size));
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    const why = whyRefusedByContent(head.subarray(0, bytesRead));
    if (why !== undefined) throw new LogRefused(why);
    const encoding = sniffEncoding(head.subarray(0, bytesRead));
    const fromByte = found.size <= mostBytes ? 0 : await lineStart(handle, found.size - mostBytes, encoding);
    return {
      sizeBytes: found.size,
      fromByte,
      chunks: inUtf8(handle, fromByte, found.size, encoding),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Where the first line begins at or behind a byte; that byte itself where none begins for long. */
async function lineStart(handle: FileHandle, from: number, encoding: TextEncoding): Promise<number> {
  const isWide = encoding !== 'utf-8';
  const start = isWide ? from + (from % 2) : from;
  const bytes = Buffer.alloc(LINE_SEARCH_BYTES);
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
  const found = bytes.subarray(0, bytesRead);
  for (let at = 0; at < found.length; at += isWide ? 2 : 1) {
    const unit = isWide
      ? encoding === 'utf-16le'
        ? found.readUInt16LE(Math.min(at, found.length - 2))
        : found.readUInt16BE(Math.min(at, found.length - 2))
      : found[at];
    if (unit === 0x0a) return start + at + (isWide ? 2 : 1);
  }
  return start;
}

async function* inUtf8(
  handle: FileHandle,
  from: number,
  to: number,
  encoding: TextEncoding,
): AsyncGenerator<Buffer> {
  const text = new ToUtf8(encoding);
  const size = Math.min(READ_BYTES, Math.max(0, to - from));
  const read = (bytes: Buffer, at: number) => {
    const reading = handle.read(bytes, 0, Math.min(bytes.length, to - at), at);
    // Whoever stops asking is not told of a failure any more.
    reading.catch(() => undefined);
    return reading;
  };
  // One buffer is filled while the other is looked at.
  let [bytes, spare] = [Buffer.allocUnsafe(size), Buffer.allocUnsafe(size)];
  let next = read(bytes, from);
  for (let at = from; at < to; ) {
    const { bytesRead } = await next;
    // It became shorter meanwhile: it was rotated.
    if (bytesRead === 0) break;
    at += bytesRead;
    const piece = bytes.subarray(0, bytesRead);
    [bytes, spare] = [spare, bytes];
    if (at < to) next = read(bytes, at);
    for (let start = 0; start < bytesRead; start += PIECE_BYTES)
      yield text.push(piece.subarray(start, start + PIECE_BYTES));
  }
  yield text.end();
}
