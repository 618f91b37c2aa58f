import { rm } from 'node:fs/promises';
import {
  type AssembledBundle,
  assembleBundle,
  type BundleInput,
  type BundleOptions,
} from './assemble-bundle.ts';
import { removeLeftOvers, writeAtomically, writeTextAtomically } from './atomic-file.ts';
import { prettyJson } from './bundle-files.ts';

/** Version of the file that maps placeholders back. */
const KEY_SCHEMA = 'airway.redaction-key/1';

/** A bundle that is complete on disk. */
export interface WrittenBundle {
  readonly path: string;
  readonly sizeBytes: number;
  /** Number of files inside, the manifest included. */
  readonly files: number;
  /** SHA-256 of the zip, lower-case hex, to be quoted in the case. */
  readonly sha256: string;
  /** The file beside it that says what each placeholder stands for; absent where nothing was given one. It must not leave the site. */
  readonly keyPath?: string;
}

/**
 * Writes the diagnostic bundle of one run: a zip that is complete under `path` or not there at all (see `writeAtomically`), streamed
 * with constant memory. A collector that fails is one `leftOut` entry of the manifest, never a missing bundle. The same input
 * gives the same bytes in one time zone (a zip holds local times). What placeholders stand for goes into a file of its own beside
 * it, for its owner alone (mode 0600) and complete before the zip is. Throws the errno of the write, or the reason of `signal`;
 * `whyWriteFailed` puts either in words.
 */
export async function writeBundle(
  input: BundleInput,
  path: string,
  options: BundleOptions = {},
): Promise<WrittenBundle> {
  const { signal } = options;
  const keyPath = keyPathOf(path);
  let assembled: AssembledBundle | undefined;
  let hasKey = false;
  await removeLeftOvers(path);
  try {
    await writeAtomically(
      path,
      async (out) => {
        assembled = await assembleBundle(input, out, options);
        const key = assembled.redaction.key();
        if (key.length === 0) return;
        await writeTextAtomically(keyPath, keyText(assembled), { signal });
        hasKey = true;
      },
      { signal },
    );
  } catch (error) {
    if (hasKey) await rm(keyPath, { force: true }).catch(() => undefined);
    throw error;
  }
  if (assembled === undefined) throw new Error('a bundle was finished without being written');
  const { sizeBytes, sha256, files } = assembled;
  return { path, sizeBytes, files: files.length, sha256, ...(hasKey ? { keyPath } : {}) };
}

/** `case-4711.zip` has its key in `case-4711.key.json`. */
const keyPathOf = (path: string): string =>
  `${path.replace(/\.(?:zip|age)$/i, '').replace(/\.zip$/i, '')}.key.json`;

function keyText({ manifest, sha256, redaction }: AssembledBundle): string {
  return prettyJson({
    schema: KEY_SCHEMA,
    keep: 'This file stays with you: it says what the placeholders in the bundle stand for. Do not send it along.',
    bundleSha256: sha256,
    runId: manifest.runId,
    createdAt: manifest.createdAt,
    placeholders: Object.fromEntries(
      redaction.key().map(({ placeholder, original }) => [placeholder, original]),
    ),
  });
}
