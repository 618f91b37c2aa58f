import type { Collector } from './bundle-files.ts';
import type { BundledFile, LeftOut } from './manifest.ts';
import type { ZipWriter } from './zip-writer.ts';

/** How entries are written: `signal` ends the write at once, `onProgress` is told of uncompressed bytes of `file` so far. */
export interface EntryOptions {
  readonly signal?: AbortSignal | undefined;
  onProgress?(progress: { readonly file: string; readonly bytes: number }): void;
}

/** What became of a collector: a file, a row of what was left out, or both when it broke halfway. */
interface Added {
  readonly file?: BundledFile;
  readonly leftOut?: LeftOut;
}

/**
 * Writes what a collector gives as one entry.
 * The first piece is asked for before the entry is opened, so that a collector that fails at once leaves no empty file. One that
 * fails later keeps what it gave.
 */
export async function addCollected(
  zip: ZipWriter,
  collector: Collector,
  options: EntryOptions,
): Promise<Added> {
  const { name } = collector;
  let first: IteratorResult<string>;
  let pieces: AsyncIterator<string>;
  try {
    const collected = collector.collect();
    if (collected.kind === 'absent') return { leftOut: { what: name, why: collected.why } };
    pieces = inPieces(collected.chunks);
    first = await pieces.next();
  } catch (error) {
    return { leftOut: { what: name, why: failureSentence(error) } };
  }
  let failure: unknown;
  const file = await addEntry(
    zip,
    collector,
    (async function* () {
      try {
        for (let piece = first; piece.done !== true; piece = await nextPiece()) yield piece.value;
      } finally {
        await pieces.return?.();
      }
    })(),
    options,
  );
  if (failure === undefined) return { file };
  return { file, leftOut: { what: `the rest of ${name}`, why: failureSentence(failure) } };

  async function nextPiece(): Promise<IteratorResult<string>> {
    try {
      return await pieces.next();
    } catch (error) {
      failure = error;
      return { done: true, value: undefined };
    }
  }
}

async function* inPieces(chunks: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  yield* chunks;
}

/** The kind of failure without its text, which may quote anything: the manifest goes to another company. */
function failureSentence(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return `it could not be collected (${code})`;
  return `it could not be collected (${error instanceof Error ? error.name : 'unknown error'})`;
}

/** Writes one whole text as an entry. */
export function addText(
  zip: ZipWriter,
  described: Pick<BundledFile, 'name' | 'what'>,
  text: string,
  options: EntryOptions,
): Promise<BundledFile> {
  return addEntry(zip, described, inPieces([text]), options);
}

async function addEntry(
  zip: ZipWriter,
  { name, what }: Pick<BundledFile, 'name' | 'what'>,
  chunks: AsyncIterable<string>,
  options: EntryOptions,
): Promise<BundledFile> {
  const { signal, onProgress } = options;
  let bytes = 0;
  const observed = async function* (): AsyncGenerator<string> {
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      yield chunk;
      bytes += Buffer.byteLength(chunk);
      onProgress?.({ file: name, bytes });
    }
  };
  return { name, ...(await zip.add(name, observed())), what };
}
