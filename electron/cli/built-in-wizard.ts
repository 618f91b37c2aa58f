import { getAssetKeys, getRawAsset, isSea } from 'node:sea';
import { collectStaticFiles, type StaticFile, type StaticSource } from '../session/static-files.ts';

/** What the names of the wizard's files begin with inside the single file; the rest is the path that a browser asks for. */
const PREFIX = 'wizard';

/**
 * The wizard that the single file carries, read from memory: nothing is unpacked. Nothing where the program is not a single file.
 * Throws an Error where it is one without a wizard.
 */
export function builtInWizard(): ReadonlyMap<string, StaticFile> | undefined {
  if (!isSea()) return;
  return collectStaticFiles('this file', sources());
}

function* sources(): Generator<StaticSource> {
  for (const key of getAssetKeys()) {
    if (!key.startsWith(`${PREFIX}/`)) continue;
    const asset = getRawAsset(key);
    yield {
      urlPath: key.slice(PREFIX.length),
      sizeBytes: () => asset.byteLength,
      // The raw asset is memory of the program that may not be written to, so it is copied.
      read: () => new Uint8Array(asset.slice(0)),
    };
  }
}
