import type { CldapOutcome } from '../../contract/outcomes/cldap.ts';
import { endpoint, said } from '../../contract/spoken.ts';
import type { Verdict } from '../probe.ts';

/** How one LDAP ping reads as a row. */
export const judgeCldap = (outcome: CldapOutcome): Verdict => ({
  status: outcome.code === 'answered' ? 'passed' : 'failed',
  reason: sentence(outcome),
});

function sentence(outcome: CldapOutcome): string {
  const { address, port, code, domain, netlogon, attempts, bytesReceived, elapsedMs, error } = outcome;
  const at = endpoint(address, port);
  const errno = error?.errno ?? 'no error code';
  switch (code) {
    case 'answered':
      return `${at} is ${netlogon?.hostName ?? ''} of ${netlogon?.domain ?? ''}, answered by UDP in ${said(elapsedMs)}${sites(netlogon)}`;
    case 'other-domain':
      return `${at} answers by UDP and is no domain controller of ${domain ?? 'any domain'}`;
    case 'silent':
      return `${at} did not answer ${attempts === 1 ? '1 datagram' : `${attempts} datagrams`} by UDP in ${said(elapsedMs)}`;
    case 'port-closed':
      return `${at} answered a datagram with "port unreachable" after ${said(elapsedMs)} (${errno})`;
    case 'rejected':
      return `the network refused a datagram to ${at} after ${said(elapsedMs)} (${errno})`;
    case 'malformed':
      return error === undefined
        ? `what ${at} sent by UDP (${bytesReceived} bytes) is no answer to an LDAP ping`
        : `${at} refused the LDAP ping with ${error.errno} (${error.message ?? ''})`;
    case 'blocked-locally':
      return `this machine did not let a packet out to ${at} (${errno})`;
    case 'failed':
      return `the LDAP ping to ${at} ended with ${errno} after ${said(elapsedMs)}`;
  }
}

/** The two sites where they differ, or the one. */
function sites(netlogon: CldapOutcome['netlogon']): string {
  if (netlogon === undefined || netlogon.serverSite === '') return '';
  const { serverSite, clientSite } = netlogon;
  if (clientSite === '') return `; its site is ${serverSite}, and it finds this machine's address in no site`;
  return clientSite === serverSite
    ? `, both in site ${serverSite}`
    : `; its site is ${serverSite}, this machine's is ${clientSite}`;
}
