import type { Outcome } from '../outcomes/outcome.ts';
import type { TlsOutcome } from '../outcomes/tls.ts';

/** A chain that a check saw, with how it was read. */
export type SeenChain = Pick<TlsOutcome, 'chain' | 'chainSource' | 'trust' | 'faults' | 'expectedName'>;

/** The chain of a handshake: made for its own sake, through a proxy or inside a conversation with a directory. */
export function chainSeenBy(outcome: Outcome | undefined): SeenChain | undefined {
  if (outcome?.kind === 'tls') return outcome;
  if (outcome?.kind === 'proxy') return outcome.inside?.tls;
  if (outcome?.kind !== 'ldap' && outcome?.kind !== 'ldap-bind') return undefined;
  return outcome.tls === undefined ? undefined : { ...outcome.tls, expectedName: outcome.expectedName };
}
