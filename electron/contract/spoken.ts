/** A duration as it is said aloud: `less than 1 ms`, `340 ms`, `4.0 s`. */
export function said(milliseconds: number): string {
  if (milliseconds >= 950) return `${(milliseconds / 1000).toFixed(1)} s`;
  return milliseconds < 1 ? 'less than 1 ms' : `${Math.round(milliseconds)} ms`;
}

/** `a`, `a and b`, `a, b and c`; more than four are counted. */
export function listed(items: readonly string[]): string {
  if (items.length > 4) return `${items.slice(0, 3).join(', ')} and ${items.length - 3} more`;
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `address:port` in the form a person reads aloud: IPv6 in brackets. */
export function endpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
