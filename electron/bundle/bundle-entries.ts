import type { Collector, Cut } from './bundle-files.ts';
import type { BundledFile, LeftOut } from './manifest.ts';
import type { ZipWriter } from './zip-writer.ts';

/** How entries are written: `signal` ends the write at once, `onProgress` is told of uncompressed bytes of `file` so far. */
export interface EntryOptions {
  readonly signal?: AbortSignal | undefined;
  onProgress?(progress: { readonly file: string; readonly bytes: number }): void;
}

/** A file that was written, with the bytes that it takes in the zip. */
export interface AddedFile {
  readonly file: BundledFile;
  readonly packedBytes: number;
}

/** What became of a collector: a file, a row of what was left out, or both when it broke halfway. */
interface Added {
  readonly added?: AddedFile;
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
  let first: IteratorResult<string | Buffer>;
  let cut: Cut | undefined;
  let pieces: AsyncIterator<string | Buffer>;
  try {
    const collected = await collector.collect();
    if (collected.kind === 'absent') return { leftOut: { what: name, why: collected.why } };
    cut = collected.cut;
    pieces = inPieces(collected.chunks);
    first = await pieces.next();
  } catch (error) {
    return { leftOut: { what: name, why: failureSentence(error) } };
  }
  let failure: unknown;
  const added = await addEntry(
    zip,
    cut === undefined ? collector : { ...collector, cut },
    (async function* () {
      try {
        for (let piece = first; piece.done !== true; piece = await nextPiece()) yield piece.value;
      } finally {
        await pieces.return?.();
      }
    })(),
    options,
  );
  if (failure === undefined) return { added };
  return { added, leftOut: { what: `the rest of ${name}`, why: failureSentence(failure) } };

  async function nextPiece(): Promise<IteratorResult<string | Buffer>> {
    try {
      return await pieces.next();
    } catch (error) {
      failure = error;
      return { done: true, value: undefined };
    }
  }
}

async function* inPieces(
  chunks: Iterable<string> | AsyncIterable<string | Buffer>,
): AsyncGenerator<string | Buffer> {
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
): Promise<AddedFile> {
  return addEntry(zip, described, inPieces([text]), options);
}

async function addEntry(
  zip: ZipWriter,
  { name, what, cut }: Pick<BundledFile, 'name' | 'what' | 'cut'>,
  chunks: AsyncIterable<string | Buffer>,
  options: EntryOptions,
): Promise<AddedFile> {
  const { signal, onProgress } = options;
  let bytes = 0;
  const observed = async function* (): AsyncGenerator<string | Buffer> {
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      yield chunk;
      bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length;
      onProgress?.({ file: name, bytes });
    }
  };
  const { packedBytes, ...written } = await zip.add(name, observed());
  return { file: { name, ...written, what, ...(cut === undefined ? {} : { cut }) }, packedBytes };
}
