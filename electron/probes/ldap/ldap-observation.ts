import type { LdapOutcome } from '../../contract/outcomes/ldap.ts';
import type { ProbeContext } from '../probe.ts';
import type { LdapBindInput, LdapInput } from './ldap-input.ts';

/** One connection without a login. */
export async function observeLdap(input: LdapInput, _context: ProbeContext): Promise<LdapOutcome> {
  return nothing('ldap', input);
}

/** One connection with the one login. */
export async function observeBind(input: LdapBindInput, _context: ProbeContext): Promise<LdapOutcome> {
  return nothing('ldap-bind', input);
}

const nothing = (kind: LdapOutcome['kind'], input: LdapInput): LdapOutcome => ({
  kind,
  code: 'failed',
  address: input.address,
  port: input.port,
  security: input.security,
  expectedName: input.expectedName,
  phase: 'connect',
  results: [],
  referrals: [],
  bytesReceived: 0,
  error: { errno: 'ENOSYS' },
  raw: [],
  timings: {},
  elapsedMs: 0,
});
