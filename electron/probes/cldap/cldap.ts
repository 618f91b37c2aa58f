import type { CldapOutcome } from '../../contract/outcomes/cldap.ts';
import { endpoint } from '../../contract/spoken.ts';
import { defineProbe } from '../probe.ts';
import { observePing } from './cldap-udp.ts';
import { judgeCldap } from './cldap-verdict.ts';

/** A domain controller at one address. */
export interface CldapInput {
  readonly address: string;
  readonly port: number;
  /** Asks for this domain; without it for whatever domain the server serves. */
  readonly domain?: string;
}

/**
 * The LDAP ping, [MS-ADTS] §6.3.3: the datagram by which a member of a domain finds out whether a domain controller is there, for
 * which domain, and in which site. It needs no login and leaves nothing behind.
 */
export const cldapPing = defineProbe<CldapInput, CldapOutcome>({
  id: 'cldap',
  // Three datagrams over a second, and time for the answer to the last.
  deadlineMs: 2500,
  awaiting: ({ address, port }) => `an answer of ${endpoint(address, port)} by UDP`,
  run: observePing,
  judge: judgeCldap,
});
