import type { SrvOutcome } from '../../contract/outcomes/srv.ts';
import { listed, said } from '../../contract/spoken.ts';
import type { Verdict } from '../probe.ts';

/** `passed` when domain controllers were named, else `failed`. The sentence quotes the answer and its time. */
export function srvVerdict(outcome: SrvOutcome): Verdict {
  const { code, targets } = outcome;
  if (code !== 'answered') return { status: 'failed', reason: sentence(outcome) };
  const names = [
    ...new Set(targets.map(({ target, port }) => (port === 389 ? target : `${target}:${port}`))),
  ];
  return {
    status: 'passed',
    reason: `${at(outcome)} names ${listed(names)} as domain controllers of ${whose(outcome)} in ${said(outcome.elapsedMs)}`,
  };
}

/** A resolver as it is said: its address, with the port where that is not 53. */
const at = ({ resolver: { address, port } }: SrvOutcome): string =>
  port === 53 ? address : `${address} port ${port}`;

const whose = ({ domain, site }: SrvOutcome): string =>
  site === undefined ? domain : `${domain} in the site ${site}`;

function sentence(outcome: SrvOutcome): string {
  const { code, rcode, attempts, error, name } = outcome;
  const time = said(outcome.elapsedMs);
  const who = at(outcome);
  const errno = error?.errno;
  switch (code) {
    case 'nxdomain':
      return `${who} says that ${name} does not exist (NXDOMAIN in ${time})`;
    case 'no-data':
      return `${who} knows no domain controller of ${whose(outcome)} (NOERROR without SRV in ${time})`;
    case 'servfail':
      return `${who} answered SERVFAIL for ${name} in ${time}`;
    case 'refused':
      return `${who} answered REFUSED for ${name} in ${time}`;
    case 'other-rcode':
      return `${who} answered RCODE ${rcode ?? ''} for ${name} in ${time}`;
    case 'silent':
      return `${who} did not answer ${attempts === 1 ? 'one datagram' : `${attempts} datagrams`} for ${name} in ${time}`;
    case 'port-closed':
      return `${who} refused the datagram for ${name} after ${time} (${errno ?? 'ICMP port unreachable'})`;
    case 'unreachable':
      return `the question for ${name} did not reach ${who} (${errno ?? 'no error code'} after ${time})`;
    case 'tcp-blocked':
      return `${who} cut its answer for ${name} and gave no whole one over TCP (${errno ?? `nothing in ${time}`})`;
    case 'malformed':
      return `${who} sent bytes after the question for ${name} that are no answer to it`;
    case 'answered':
      return `${who} answered ${name} in ${time}`;
  }
}
