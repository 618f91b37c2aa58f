import { createHash } from 'node:crypto';
import { Readable, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { SealStep } from './seal/seal-step.ts';

/** A plain file that its owner and everyone else may read: the same on every machine, so that bundles compare. */
const ENTRY_MODE = 0o100644;

/** Size and sum of the bytes that went by. */
interface Tally {
  readonly sizeBytes: number;
  /** SHA-256, lower-case hex. */
  readonly sha256: string;
}

/** A zip that is written front to back; entries go in one after the other. */
export interface ZipWriter {
  /**
   * Writes one entry, with back-pressure from the disk up to the source. The tally is of the uncompressed bytes.
   * Rejects when the source throws or the output fails; the zip is then of no use.
   */
  add(name: string, chunks: AsyncIterable<string>): Promise<Tally>;
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
  const zip = new ZipFile();
  const stop = new AbortController();
  const whole = tally();
  const sealed = (chunks: AsyncIterable<string | Uint8Array>) =>
    whole.pass(seal === undefined ? chunks : seal(inBytes(chunks)));
  const written = pipeline(zip.outputStream, sealed, out, { signal: stop.signal });
  const onStop = (): void => stop.abort(signal?.reason);
  signal?.addEventListener('abort', onStop, { once: true });
  written
    .catch((error: unknown) => stop.abort(error))
    .finally(() => signal?.removeEventListener('abort', onStop));
  zip.on('error', (error: unknown) => stop.abort(error));

  return {
    add: async (name, chunks) => {
      const entry = tally();
      const source = Readable.from(entry.pass(chunks), { objectMode: false });
      zip.addReadStream(source, name, { mtime, mode: ENTRY_MODE });
      try {
        await finished(source, { signal: stop.signal });
      } catch (error) {
        stop.abort(error);
        throw stop.signal.reason ?? error;
      } finally {
        source.destroy();
      }
      return entry.result();
    },
    end: async () => {
      zip.end();
      await written;
      return whole.result();
    },
  };
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

async function* inBytes(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield bytesOf(chunk);
}

const bytesOf = (chunk: string | Uint8Array): Buffer =>
  typeof chunk === 'string'
    ? Buffer.from(chunk, 'utf8')
    : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
