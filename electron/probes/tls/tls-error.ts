import type { SystemError } from '../../contract/evidence.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';

/**
 * An error of the TLS library or of the socket under it. The library's message names its source file and an address in memory,
 * which differ from run to run; its reason says the same in two or three words.
 */
export function tlsErrorOf(error: Error): SystemError {
  const said = systemErrorOf(error);
  return 'reason' in error && typeof error.reason === 'string'
    ? { ...said, message: error.reason.slice(0, 500) }
    : said;
}
