import type { CldapOutcome } from '../../contract/outcomes/cldap.ts';
import type { Verdict } from '../probe.ts';

/** How one LDAP ping reads as a row. */
export const judgeCldap = ({ code }: CldapOutcome): Verdict => ({
  status: code === 'answered' ? 'passed' : 'failed',
  reason: code,
});
