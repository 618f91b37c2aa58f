import { Writable } from 'node:stream';
import type { BundlePreview } from '../../contract/bundle-preview.ts';
import {
  type AssembledBundle,
  assembleBundle,
  type BundleInput,
  type BundleOptions,
  openRedaction,
} from '../assemble-bundle.ts';
import { prettyJson } from '../bundle-files.ts';
import { LEDGER_FILE, MANIFEST_FILE, README_FILE, renderBundleReadme } from '../bundle-readme.ts';
import type { BundleRedaction } from '../bundle-redaction.ts';
import { RULE_IDS, RULES } from '../redaction/rules.ts';
import { markedFiles } from './marked-files.ts';
import { stretchesInPieces } from './stretches-in-pieces.ts';

/** A preview, and what pages of its files are made from. */
export interface PreviewedBundle extends BundlePreview {
  /** Hands the names that the preview showed on to the bundle: see `names` of the options, and `again`. */
  readonly redaction: BundleRedaction;
  /** Files that the bundle writes about itself, by their names: there is nothing before them. */
  readonly ownTexts: ReadonlyMap<string, string>;
}

/**
 * What a bundle of `input` would be: it is really made, with every file read, redacted and packed, and its bytes are counted and let
 * go. Nothing is written. `input` is read again for pages and for the bundle, so its events must be a list that can be. Sealing and
 * signing are left out; both add less than 0.1 %. Throws what `assembleBundle` throws, first of all the reason of `signal`.
 */
export async function previewBundle(
  input: BundleInput,
  options: BundleOptions = {},
): Promise<PreviewedBundle> {
  const { seal: _seal, signer, ...readable } = options;
  const redaction = options.names ?? openRedaction(input, options);
  const assembled = await assembleBundle(input, new Counting(), { ...readable, names: redaction });
  const marks = await markCounts(input, redaction, options);
  const { totals } = redaction.ledger();
  return {
    files: assembled.files.map(({ file: { name, what, sizeBytes }, packedBytes }) => {
      return { name, what, sizeBytes, packedBytes, replaced: marks.get(name) ?? countedIn(redaction, name) };
    }),
    leftOut: assembled.manifest.leftOut,
    replaced: RULE_IDS.flatMap((rule) => {
      const count = totals[rule] ?? 0;
      return count === 0 ? [] : [{ rule, what: RULES[rule], count }];
    }),
    sizeBytes: assembled.sizeBytes,
    redaction,
    ownTexts: ownTextsOf(assembled, signer !== undefined),
  };
}

/** A place for bytes that nobody needs: the writer counts them. */
class Counting extends Writable {
  override _write(_bytes: Buffer, _encoding: string, done: () => void): void {
    done();
  }
}

function ownTextsOf({ manifest, redaction }: AssembledBundle, isSigned: boolean): Map<string, string> {
  const listed = manifest.files.filter(({ name }) => name !== README_FILE.name);
  return new Map([
    [LEDGER_FILE.name, prettyJson(redaction.ledger())],
    [README_FILE.name, renderBundleReadme(manifest, listed, manifest.leftOut, isSigned)],
    [MANIFEST_FILE.name, prettyJson(manifest)],
  ]);
}

/** What is made from a report that is redacted already counts nothing by itself; marks tell how much of it stands in each file. */
async function markCounts(
  input: BundleInput,
  redaction: BundleRedaction,
  { signal }: BundleOptions,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const files = await markedFiles(input, redaction, {});
  for (const name of files.ofRuns.filter((each) => isUncounted(redaction, each))) {
    signal?.throwIfAborted();
    let count = 0;
    for await (const { before } of stretchesInPieces((await files.piecesOf(name)) ?? [], signal))
      if (before !== undefined) count += 1;
    counts.set(name, count);
  }
  return counts;
}

const countedIn = (redaction: BundleRedaction, name: string): number =>
  Object.values(redaction.countsOf(name)).reduce((sum, count) => sum + count, 0);

const isUncounted = (redaction: BundleRedaction, name: string): boolean => countedIn(redaction, name) === 0;
