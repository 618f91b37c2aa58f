import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import type { SealStep } from './seal/seal-step.ts';
import { dataDescriptor, directoryEnd, directoryHeader, localHeader, type ZipEntry } from './zip-format.ts';

/** Bytes that wait for the compressor, which works on a thread of its own, while the next ones are made. */
const WAITING_BYTES = 256 * 1024;
const PACKED_CHUNK_BYTES = 64 * 1024;
/** The compressor gives a few kilobytes at a time, and each write of its own would wake a thread. */
const GATHERED_BYTES = 128 * 1024;

/** Size and sum of bytes that went by. */
interface Tally {
  readonly sizeBytes: number;
  /** SHA-256, lower-case hex. */
  readonly sha256: string;
}

/** What one entry came to; the tally is of its uncompressed bytes. */
interface WrittenEntry extends Tally {
  /** Bytes that its data takes in the zip. */
  readonly packedBytes: number;
}

/** A zip that is written front to back; entries go in one after the other. */
export interface ZipWriter {
  /**
   * Writes one entry, with back-pressure from the disk up to the source.
   * Rejects when the source throws or the output fails; the zip is then of no use.
   */
  add(name: string, chunks: AsyncIterable<string | Buffer>): Promise<WrittenEntry>;
  /** Writes the directory, ends `out`, and returns the tally of the zip itself. */
  end(): Promise<Tally>;
}

/**
 * Opens a zip on `out`, behind `seal` where it is given; the tally of the whole is then of the sealed bytes. When `out` fails or
 * `signal` is aborted, the source that is being read is let go of at once.
 */
export function zipWriter(
  out: Writable,
  mtime: Date,
  signal: AbortSignal | undefined,
  seal?: SealStep,
): ZipWriter {
  const plain = new PassThrough();
  const stop = new AbortController();
  const whole = tally();
  const sealed = (chunks: AsyncIterable<Uint8Array>) =>
    whole.pass(seal === undefined ? chunks : seal(chunks));
  const written = pipeline(plain, sealed, out, { signal: stop.signal });
  const onStop = (): void => stop.abort(signal?.reason);
  if (signal?.aborted === true) onStop();
  signal?.addEventListener('abort', onStop, { once: true });
  written
    .catch((error: unknown) => stop.abort(error))
    .finally(() => signal?.removeEventListener('abort', onStop));
  const entries: ZipEntry[] = [];
  let offset = 0;
  let gathered: Buffer[] = [];
  let gatheredBytes = 0;
  const put = async (bytes: Buffer): Promise<void> => {
    stop.signal.throwIfAborted();
    offset += bytes.length;
    gathered.push(bytes);
    gatheredBytes += bytes.length;
    if (gatheredBytes >= GATHERED_BYTES) await hand();
  };
  const hand = async (): Promise<void> => {
    const whole = Buffer.concat(gathered);
    gathered = [];
    gatheredBytes = 0;
    if (!plain.write(whole)) await once(plain, 'drain', { signal: stop.signal });
  };

  return {
    add: async (name, chunks) => {
      const start = offset;
      const entry = tally();
      let crc = 0;
      const counted = async function* (): AsyncGenerator<Buffer> {
        for await (const bytes of entry.pass(chunks)) {
          crc = crc32(bytes, crc);
          yield bytes;
        }
      };
      try {
        await put(localHeader(name, mtime));
        const dataStart = offset;
        const sink = new Writable({
          write: (bytes: Buffer, _encoding, done) => {
            put(bytes).then(() => done(), done);
          },
        });
        const packer = deflating();
        const packed = pipeline(packer, sink, { signal: stop.signal });
        await Promise.all([feed(counted(), packer), packed]);
        const { sizeBytes, sha256 } = entry.result();
        const packedBytes = offset - dataStart;
        const described = { name, mtime, crc32: crc, packedBytes, sizeBytes, offset: start };
        await put(dataDescriptor(described));
        entries.push(described);
        return { sizeBytes, packedBytes, sha256 };
      } catch (error) {
        stop.abort(error);
        throw stop.signal.reason ?? error;
      }
    },
    end: async () => {
      const directoryStart = offset;
      for (const entry of entries) await put(directoryHeader(entry));
      await put(directoryEnd(entries.length, { offset: directoryStart, bytes: offset - directoryStart }));
      await hand();
      plain.end();
      await written;
      return whole.result();
    },
  };
}

/**
 * Gives the compressor the next piece as soon as less than `WAITING_BYTES` are before it. A stream by itself asks for more only when all
 * of it is gone, and each of the two would wait for the other by turns.
 */
async function feed(chunks: AsyncIterable<Buffer>, packer: Writable): Promise<void> {
  let waitingBytes = 0;
  let failure: Error | undefined;
  let wake = (): void => undefined;
  for await (const bytes of chunks) {
    waitingBytes += bytes.length;
    packer.write(bytes, (error) => {
      waitingBytes -= bytes.length;
      failure ??= error ?? undefined;
      wake();
    });
    while (waitingBytes > WAITING_BYTES && failure === undefined)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    if (failure !== undefined) throw failure;
  }
  packer.end();
}

/**
 * The compressor that every reader knows. Logs come out 3 % larger by level 5 than by level 6, in two thirds of the time. */
function deflating() {
  return createDeflateRaw({ level: 5, chunkSize: PACKED_CHUNK_BYTES });
}

function tally(): {
  pass(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<Buffer>;
  result(): Tally;
} {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  return {
    pass: async function* (chunks) {
      for await (const chunk of chunks) {
        const bytes = bytesOf(chunk);
        hash.update(bytes);
        sizeBytes += bytes.length;
        if (bytes.length > 0) yield bytes;
      }
    },
    result: () => ({ sizeBytes, sha256: hash.digest('hex') }),
  };
}

const bytesOf = (chunk: string | Uint8Array): Buffer =>
  typeof chunk === 'string'
    ? Buffer.from(chunk, 'utf8')
    : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
