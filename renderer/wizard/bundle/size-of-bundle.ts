import type { BundlePreview, PreviewedFile } from '../../../electron/contract/bundle-preview.ts';

/** Bytes of a zip around each file, beside twice its name: its header, its row of the directory and its sums. */
const AROUND_FILE_BYTES = 140;

/** A folder of a bundle, or all files that are in none. */
export interface FileGroup {
  /** Empty for files that are in none. */
  readonly folder: string;
  readonly files: readonly PreviewedFile[];
}

const packedWithNames = ({ name, packedBytes }: PreviewedFile): number =>
  packedBytes + 2 * name.length + AROUND_FILE_BYTES;

/** Bytes of the zip without the files that are left out, and bytes of the files that stay, unpacked. */
export function sizeOfBundle(
  { files, sizeBytes }: BundlePreview,
  leftOut: readonly string[],
): { readonly zipBytes: number; readonly plainBytes: number; readonly files: number } {
  const out = files.filter(({ name }) => leftOut.includes(name));
  const kept = files.filter(({ name }) => !leftOut.includes(name));
  return {
    zipBytes: Math.max(0, sizeBytes - out.reduce((sum, file) => sum + packedWithNames(file), 0)),
    plainBytes: kept.reduce((sum, file) => sum + file.sizeBytes, 0),
    files: kept.length,
  };
}

/** The files that take most of the zip, largest first. */
export function largestFiles(
  { files }: BundlePreview,
  leftOut: readonly string[],
  most: number,
): readonly PreviewedFile[] {
  return files
    .filter(({ name }) => !leftOut.includes(name))
    .sort((one, other) => other.packedBytes - one.packedBytes)
    .slice(0, most);
}

/** Files by the folder that they stand in, in the order of the bundle; those in none come first. */
export function groupsOf({ files }: BundlePreview): readonly FileGroup[] {
  const groups = new Map<string, PreviewedFile[]>([['', []]]);
  for (const file of files) {
    const folder = file.name.slice(0, Math.max(0, file.name.lastIndexOf('/')));
    const group = groups.get(folder) ?? [];
    group.push(file);
    groups.set(folder, group);
  }
  return [...groups].map(([folder, own]) => ({ folder, files: own }));
}
