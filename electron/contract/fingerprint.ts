import { z } from 'zod';

/**
 * A SHA-256 fingerprint as certificate viewers, browsers and `openssl x509 -fingerprint -sha256` write it: 64 hex digits in either
 * case, with colons between all pairs or none.
 */
export const fingerprintSchema = z
  .string()
  .regex(
    /^(?:[0-9a-f]{64}|[0-9a-f]{2}(?::[0-9a-f]{2}){31})$/i,
    'expected a SHA-256 fingerprint: 64 hex digits, with or without colons',
  );

/** True when both name the same certificate, however they are written. */
export const isFingerprint = (expected: string, seen: string | undefined): boolean =>
  seen !== undefined && bare(expected) === bare(seen);

const bare = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();
