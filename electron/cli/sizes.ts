/** `812 B`, `73 kB`, `4.1 MB`: by thousands, as the limit of a case is given. */
export function inWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  const isGiga = bytes >= 999_500_000;
  const text = isGiga ? (bytes / 1e9).toFixed(2) : (bytes / 1e6).toFixed(1);
  return `${text.replace(/\.0+$/, '')} ${isGiga ? 'GB' : 'MB'}`;
}
