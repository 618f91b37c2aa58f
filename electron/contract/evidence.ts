import { z } from 'zod';

/** Most bytes of one raw exchange that are kept; what is cut is counted in `omittedBytes`. */
const RAW_LIMIT_BYTES = 2048;

/** One piece of what went over the wire, as base64, so that evidence survives JSON whatever its bytes are. */
export const rawExchangeSchema = z.object({
  direction: z.enum(['sent', 'received']),
  /** Milliseconds since the check started. */
  atMs: z.number().min(0),
  /** What the bytes are, in words: `DNS query A`, `HTTP response head`. Secrets are never part of an exchange. */
  what: z.string().max(200),
  base64: z.string().max(4 * RAW_LIMIT_BYTES),
  omittedBytes: z.int().min(0),
});
export type RawExchange = z.infer<typeof rawExchangeSchema>;

/** Cuts an exchange to the limit and says how much was cut. */
export function rawExchange(
  direction: RawExchange['direction'],
  atMs: number,
  what: string,
  bytes: Uint8Array,
): RawExchange {
  const kept = bytes.subarray(0, RAW_LIMIT_BYTES);
  let binary = '';
  for (const byte of kept) binary += String.fromCharCode(byte);
  return {
    direction,
    atMs: Math.max(0, atMs),
    what,
    base64: btoa(binary),
    omittedBytes: bytes.length - kept.length,
  };
}

/** The operating system's own word for a failure, kept as it was given. */
export const systemErrorSchema = z.object({
  /** Symbolic errno such as `ECONNREFUSED`, or a library code such as `ERR_SSL_WRONG_VERSION_NUMBER`. */
  errno: z.string().max(100),
  syscall: z.string().max(60).optional(),
  message: z.string().max(500).optional(),
});
export type SystemError = z.infer<typeof systemErrorSchema>;
