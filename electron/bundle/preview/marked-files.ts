import { type BundleInput, type BundleOptions, bundleContents } from '../assemble-bundle.ts';
import type { Collected, Collector } from '../bundle-files.ts';
import type { BundleRedaction } from '../bundle-redaction.ts';
import { withoutMarks } from '../redaction/marked-text.ts';

type Pieces = Iterable<string> | AsyncIterable<string | Buffer>;

/** The files of a bundle with marks around what was replaced in them. */
export interface MarkedFiles {
  /** Those of the runs, without logs. */
  readonly ofRuns: readonly string[];
  /** The text of one file; undefined where there is none, or no more. */
  piecesOf(name: string): Promise<Pieces | undefined>;
}

/** Where files stand in a bundle. */
const LOG_FOLDER = 'logs/';
const EXCHANGE_FOLDER = 'exchanges/';

/** Files for programs: their fields are marked one by one, and need no second look. */
const isDocument = (name: string): boolean => /\.(?:nd)?json$/.test(name);

/** Makes the collectors of a run twice, as they are written and marked. Logs come only with the places of `options`. */
export async function markedFiles(
  input: BundleInput,
  redaction: BundleRedaction,
  options: BundleOptions,
): Promise<MarkedFiles> {
  // Names of exchanges are made from what their checks looked at, and marks get into them; the order stays.
  const { collectors: plain } = await bundleContents(input, redaction.again(), {});
  const { collectors: fields } = await bundleContents(input, redaction.marked('documents'), options);
  const { collectors: bytes } = await bundleContents(input, redaction.marked('exchanges'), {});
  const ofRun = async (at: number, name: string): Promise<Pieces | undefined> => {
    const marked = await piecesFrom(name.startsWith(EXCHANGE_FOLDER) ? bytes[at] : fields[at]);
    if (marked === undefined || isDocument(name)) return marked;
    const written = await piecesFrom(plain[at]);
    return written === undefined ? undefined : [onlyTrueMarks(await whole(marked), await whole(written))];
  };
  return {
    ofRuns: plain.map(({ name }) => name),
    piecesOf: async (name) => {
      if (name.startsWith(LOG_FOLDER)) return piecesFrom(fields.find((collector) => collector.name === name));
      const at = plain.findIndex((collector) => collector.name === name);
      return at === -1 ? undefined : ofRun(at, name);
    },
  };
}

async function piecesFrom(collector: Collector | undefined): Promise<Pieces | undefined> {
  const collected: Collected | undefined = await collector?.collect();
  return collected?.kind === 'text' ? collected.chunks : undefined;
}

async function whole(pieces: Pieces): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece.toString();
  return text;
}

/**
 * Marks get into what a report makes of a name, such as the escapes and the sum of a style sheet: lines that would read otherwise
 * than they are written are taken as they are written, without marks.
 */
function onlyTrueMarks(marked: string, written: string): string {
  if (withoutMarks(marked) === written) return marked;
  const lines = written.split('\n');
  const markedLines = marked.split('\n');
  if (markedLines.length !== lines.length) return written;
  return markedLines.map((line, at) => (withoutMarks(line) === lines[at] ? line : lines[at])).join('\n');
}
