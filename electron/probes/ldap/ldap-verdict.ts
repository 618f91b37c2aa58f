import type { LdapOutcome } from '../../contract/outcomes/ldap.ts';
import type { Verdict } from '../probe.ts';

/** How one LDAP connection reads as a row. */
export const judgeLdap = ({ code }: LdapOutcome): Verdict => ({
  status: code === 'ready' ? 'passed' : 'failed',
  reason: code,
});
