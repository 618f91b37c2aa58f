import type { LdapOutcome } from '../../contract/outcomes/ldap.ts';
import { endpoint } from '../../contract/spoken.ts';
import { defineProbe } from '../probe.ts';
import type { LdapInput } from './ldap-input.ts';
import { judgeLdap } from './ldap-verdict.ts';

/**
 * What one domain controller says to anybody: the connection with its security, and the rootDSE (RFC 4512 §5.1). It logs in nowhere
 * and reads nothing that is not meant for strangers.
 */
export const ldapLook = defineProbe<LdapInput, LdapOutcome>({
  id: 'ldap',
  // Long enough for a controller that is slow to accept, and below what an engineer waits for without asking.
  deadlineMs: 5000,
  awaiting: ({ address, port }) => `the rootDSE of ${endpoint(address, port)}`,
  run: async (input, context) => {
    // Loaded when the first connection is made: starting up needs none of it.
    const { observeLdap } = await import('./ldap-observation.ts');
    return observeLdap(input, context);
  },
  judge: judgeLdap,
});
