const KB = 1024;

/** `812 B`, `73 kB`, `4.1 MB`: as file managers write sizes, by 1024. */
export function inWords(bytes: number): string {
  if (bytes < KB) return `${bytes} B`;
  if (bytes < 999.5 * KB) return `${Math.round(bytes / KB)} kB`;
  const isGiga = bytes >= 999.5 * KB * KB;
  const [value, unit] = isGiga ? [bytes / KB ** 3, 'GB'] : [bytes / KB ** 2, 'MB'];
  return `${value.toFixed(isGiga ? 2 : 1).replace(/\.0+$/, '')} ${unit}`;
}
