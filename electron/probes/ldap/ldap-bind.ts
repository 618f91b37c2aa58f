import type { LdapOutcome } from '../../contract/outcomes/ldap.ts';
import { endpoint } from '../../contract/spoken.ts';
import { defineProbe } from '../probe.ts';
import type { LdapBindInput } from './ldap-input.ts';
import { judgeLdap } from './ldap-verdict.ts';

/**
 * The one login of a run: a simple bind, never repeated, because a few wrong ones lock an account. Then what the Console would
 * read: the base DN, and the first page of the computers below it. Nothing is sent without a password, and the password goes only
 * over TLS to a proven name, unless the profile itself says `plain`.
 */
export const ldapBind = defineProbe<LdapBindInput, LdapOutcome>({
  id: 'ldap-bind',
  // A domain controller that looks for an account elsewhere takes a second; the search of computers up to two.
  deadlineMs: 5000,
  awaiting: ({ address, port }) => `the answer of ${endpoint(address, port)} to the login`,
  run: async (input, context) => {
    const { observeBind } = await import('./ldap-observation.ts');
    return observeBind(input, context);
  },
  judge: judgeLdap,
});
