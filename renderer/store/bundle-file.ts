/** A file that was chosen or dropped, read piece by piece: it may be larger than memory likes. */
export interface BundleFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Bytes from one place up to another. */
  read(from: number, to: number): Promise<Uint8Array>;
}

/** A browser's own file. */
export const bundleFileOf = (file: File): BundleFile => ({
  name: file.name,
  sizeBytes: file.size,
  read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
});

/** Arguments of one call; an engine takes some ten thousand. */
const CALL_LIMIT = 8192;

/** Bytes as base64 text, as a channel carries them. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CALL_LIMIT)
    binary += String.fromCharCode(...bytes.subarray(at, at + CALL_LIMIT));
  return btoa(binary);
}
