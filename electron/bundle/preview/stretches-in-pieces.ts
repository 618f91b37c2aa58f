import { StringDecoder } from 'node:string_decoder';
import { openMarkIn, type Stretch, stretchesOf } from '../redaction/marked-text.ts';

/** Characters that are held back for a mark that is not closed yet; a replaced part that is longer is shown without its mark. */
const LONGEST_MARKED_CHARACTERS = 256 * 1024;

/** Takes a marked text apart that comes in pieces of any size. */
export async function* stretchesInPieces(
  pieces: Iterable<string> | AsyncIterable<string | Buffer>,
  signal?: AbortSignal,
): AsyncGenerator<Stretch> {
  const decoder = new StringDecoder('utf8');
  let held = '';
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    held += typeof piece === 'string' ? piece : decoder.write(piece);
    const open = openMarkIn(held);
    const end = open === -1 || held.length - open > LONGEST_MARKED_CHARACTERS ? held.length : open;
    yield* stretchesOf(held.slice(0, end));
    held = held.slice(end);
  }
  yield* stretchesOf(held + decoder.end());
}
