import type { CldapOutcome } from '../../contract/outcomes/cldap.ts';
import type { ProbeContext } from '../probe.ts';
import type { CldapInput } from './cldap.ts';

/** Asks by UDP. */
export async function observePing(input: CldapInput, _context: ProbeContext): Promise<CldapOutcome> {
  return {
    kind: 'cldap',
    code: 'failed',
    ...input,
    attempts: 0,
    bytesReceived: 0,
    error: { errno: 'ENOSYS' },
    raw: [],
    elapsedMs: 0,
  };
}
