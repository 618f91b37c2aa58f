/**
 * How long runs stay on the machine that made them. Older ones are removed when a new one starts; the newest run always stays,
 * whatever its size.
 */
export const KEPT_RUNS = { count: 50, days: 90, totalBytes: 256 * 1024 * 1024 } as const;
