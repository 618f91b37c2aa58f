import type { CollectedRun } from '../bundle/bundle-files.ts';
import { type WrittenBundle, writeBundle } from '../bundle/write-bundle.ts';
import { showBundleProgress } from './bundle-progress.ts';
import { type BundleWishes, bundleOrder } from './bundle-wishes.ts';
import { inWords } from './sizes.ts';
import { openTerminal } from './terminal.ts';

/** How a bundle is written for a command. */
export interface BundleFileOptions {
  /** Secrets of the run by value, for the last guard of what is written. */
  readonly secrets: readonly string[];
  readonly quiet: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Writes the bundle of a run, and shows on standard error how it grows. Throws what `writeBundle` throws. */
export async function writeBundleFile(
  run: CollectedRun,
  path: string,
  wishes: BundleWishes,
  { secrets, quiet, signal }: BundleFileOptions,
): Promise<WrittenBundle> {
  const { input, options } = await bundleOrder(run, wishes, secrets);
  const progress = showBundleProgress(openTerminal(process.stderr, quiet));
  try {
    return await writeBundle(input, path, { ...options, signal, onProgress: progress.onProgress });
  } finally {
    progress.end();
  }
}

/** What there is to say of a bundle that was written: its size and sum, and that the key must not leave with it. */
export function writtenSentences({
  path,
  sizeBytes,
  files,
  sha256,
  keyPath,
}: WrittenBundle): readonly string[] {
  return [
    `${path} (${files} files, ${inWords(sizeBytes)}, SHA-256 ${sha256})`,
    ...(keyPath === undefined
      ? []
      : [`${keyPath} (what the placeholders stand for: keep it here, and do not send it along)`]),
  ];
}
