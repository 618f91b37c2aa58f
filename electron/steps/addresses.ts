import type { Outcome } from '../contract/outcomes/outcome.ts';

/** Addresses of one name that are probed; a name with more is a load balancer whose members behave alike. */
export const ADDRESS_LIMIT = 8;

/** The addresses that a lookup or a resolver gave; none when it is missing or failed. */
export function addressesIn(outcome: Outcome | undefined): readonly string[] {
  if (outcome?.kind === 'system-lookup') return outcome.addresses.map(({ address }) => address);
  if (outcome?.kind === 'resolver') return outcome.questions.flatMap(({ addresses }) => addresses);
  return [];
}
