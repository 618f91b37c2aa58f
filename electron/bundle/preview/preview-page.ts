import type { PreviewPage } from '../../contract/bundle-preview.ts';
import type { BundleInput, BundleOptions } from '../assemble-bundle.ts';
import { cutPage, type PageView } from './cut-pages.ts';
import { markedFiles } from './marked-files.ts';
import type { PreviewedBundle } from './preview-bundle.ts';
import { stretchesInPieces } from './stretches-in-pieces.ts';

/** Which page of which file. */
export interface PageRequest {
  readonly name: string;
  /** From 0. */
  readonly page: number;
  readonly view: PageView;
}

/**
 * One page of a file as it would stand in the bundle, with what stood in the place of each replaced part, as far as that is no
 * secret. `input` and `options` are those of the preview. The file is read anew up to the end of the page, with constant memory.
 * Undefined where the preview has no such file, or it has gone since.
 */
export async function previewPage(
  input: BundleInput,
  options: BundleOptions,
  { redaction, ownTexts }: PreviewedBundle,
  { name, page, view }: PageRequest,
): Promise<PreviewPage | undefined> {
  const { signal } = options;
  const own = ownTexts.get(name);
  if (own !== undefined) return cutPage(name, stretchesInPieces([own], signal), page, view);
  // Logs are looked for only when one is asked for.
  const files = await markedFiles(input, redaction, name.startsWith('logs/') ? options : { signal });
  const pieces = await files.piecesOf(name);
  if (pieces === undefined) return undefined;
  return cutPage(name, stretchesInPieces(pieces, signal), page, view);
}
