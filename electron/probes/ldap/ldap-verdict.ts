import type { LdapOutcome, LdapResult } from '../../contract/outcomes/ldap.ts';
import { endpoint, said } from '../../contract/spoken.ts';
import type { Verdict } from '../probe.ts';

/** How one LDAP connection reads as a row. */
export const judgeLdap = (outcome: LdapOutcome): Verdict => ({
  status: outcome.code === 'ready' ? (hasGap(outcome) ? 'warned' : 'passed') : 'failed',
  reason: sentence(outcome),
});

/** A server that shows strangers no rootDSE, or the account no computers. */
const hasGap = ({ kind, rootDse, computers }: LdapOutcome): boolean =>
  kind === 'ldap' ? rootDse === undefined : (computers?.count ?? 0) === 0;

function sentence(outcome: LdapOutcome): string {
  const { code, address, port, elapsedMs, error, results } = outcome;
  const at = endpoint(address, port);
  switch (code) {
    case 'ready':
      return outcome.kind === 'ldap' ? lookSentence(outcome, at) : bindSentence(outcome, at);
    case 'silent':
      return `${at} did not answer ${ASKED[outcome.phase]} in ${said(elapsedMs)}`;
    case 'closed':
    case 'reset':
      return `${at} ${code === 'closed' ? 'closed' : 'reset'} the connection ${CUT[outcome.phase]}${quoted(find(results, 'notice'))}`;
    case 'not-ldap':
      return outcome.foreign?.protocol === 'tls'
        ? `${at} answered ${ASKED[outcome.phase]} in TLS: it is no port for LDAP in clear`
        : `${at} does not speak LDAP; it said "${outcome.foreign?.firstLine ?? ''}"`;
    case 'tls-failed':
      return tlsSentence(outcome, at);
    case 'starttls-refused':
      return `${at} refused to begin TLS${quoted(find(results, 'starttls'))}`;
    case 'root-dse-refused':
      return `${at} refused to say who it is${quoted(find(results, 'root-dse'))}`;
    case 'bind-refused':
      return `${at} refused the login${quoted(find(results, 'bind'))}`;
    case 'anonymous-only':
      return `${at} answered the login with success, and then says that nobody is logged in${quoted(find(results, 'base'))}`;
    case 'base-refused':
      return `${at} accepted the login and refused to read ${outcome.base?.dn ?? 'the base DN'}${quoted(find(results, 'base'))}`;
    case 'failed':
      return outcome.bindWithheld === 'no-password'
        ? `no login was tried with ${at}: there is no password, and a login without one is an anonymous one`
        : `no conversation with ${at} came about (${error?.errno ?? 'unknown'})`;
  }
}

function lookSentence(outcome: LdapOutcome, at: string): string {
  const { rootDse, clockOffsetMs = 0, timings } = outcome;
  if (rootDse === undefined) return `${at} answers LDAP${over(outcome)} and shows strangers no rootDSE`;
  const who = rootDse.dnsHostName ?? rootDse.vendorName ?? 'an LDAP server without a name';
  const what =
    rootDse.defaultNamingContext === undefined ? 'no Active Directory' : rootDse.defaultNamingContext;
  // currentTime has whole seconds.
  const clock =
    Math.abs(clockOffsetMs) < 2000
      ? ''
      : `; its clock is ${said(Math.abs(clockOffsetMs))} ${clockOffsetMs > 0 ? 'ahead of' : 'behind'} this machine's`;
  return `${at} is ${who} (${what})${over(outcome)}, asked in ${said(timings.rootDseMs ?? outcome.elapsedMs)}${clock}`;
}

function bindSentence(outcome: LdapOutcome, at: string): string {
  const { base, computers, results } = outcome;
  const login = `${at} accepted the login${over(outcome)}`;
  if (base === undefined) return `${login}; it names no base DN to read`;
  if (computers === undefined)
    return `${login} and showed ${base.dn}, but no computers below it${quoted(find(results, 'computers'))}`;
  const count = computers.hasMore
    ? `more than ${computers.count} computers`
    : computers.count === 1
      ? '1 computer'
      : `${computers.count} computers`;
  return `${login} and showed ${count} below ${base.dn}`;
}

function tlsSentence(outcome: LdapOutcome, at: string): string {
  const { tls, bindWithheld, error, elapsedMs } = outcome;
  const notSent = 'so the password was not sent';
  if (bindWithheld === 'unverified-certificate')
    return tls?.chain.length === 0
      ? `the certificate of ${at} could not be read, ${notSent}`
      : `the certificate of ${at} is not proven to be that of ${outcome.expectedName} (${[...(tls?.faults ?? []), ...(tls?.faults.length === 0 ? [tls.libraryVerdict ?? ''] : [])].join(', ')}), ${notSent}`;
  switch (tls?.code) {
    case 'alert':
      return `${at} refused TLS with alert ${tls.alert?.number ?? '?'} (${tls.alert?.name ?? 'unknown'})`;
    case 'closed':
    case 'reset':
      return `${at} ${tls.code === 'closed' ? 'closed' : 'reset'} the connection when TLS began`;
    case 'silent':
      return `${at} accepted the connection and did not answer the ClientHello in ${said(elapsedMs)}`;
    case 'not-tls': {
      const notice = find(outcome.results, 'notice');
      return notice === undefined
        ? `${at} does not speak TLS; it said "${tls.plaintext?.firstLine ?? ''}"`
        : `${at} speaks LDAP in clear and takes TLS for a broken message${quoted(notice)}`;
    }
    default:
      return `the handshake with ${at} failed (${error?.errno ?? 'no reason was given'})`;
  }
}

const find = (results: readonly LdapResult[], operation: LdapResult['operation']): LdapResult | undefined =>
  results.findLast((result) => result.operation === operation);

/** ` (result 49 invalidCredentials: "80090308: ... data 52e, v4563")`. */
function quoted(result: LdapResult | undefined): string {
  if (result === undefined) return '';
  const { code, name, diagnosticMessage } = result;
  return ` (result ${code} ${name}${diagnosticMessage === '' ? '' : `: "${diagnosticMessage}"`})`;
}

const over = ({ tls, security }: LdapOutcome): string =>
  tls?.version === undefined ? '' : ` over ${tls.version}${security === 'starttls' ? ' by StartTLS' : ''}`;

/** What was asked in each phase. */
const ASKED: Readonly<Record<LdapOutcome['phase'], string>> = {
  connect: 'at all',
  tls: 'the ClientHello',
  starttls: 'whether it begins TLS',
  'root-dse': 'who it is (rootDSE)',
  bind: 'the login',
  base: 'the search for the base DN',
  computers: 'the search for computers',
  done: 'more',
};

/** When the connection was cut. */
const CUT: Readonly<Record<LdapOutcome['phase'], string>> = {
  connect: 'as soon as it stood',
  tls: 'when TLS began',
  starttls: 'when it was asked to begin TLS',
  'root-dse': 'when it was asked who it is (rootDSE)',
  bind: 'in place of an answer to the login',
  base: 'when the base DN was searched',
  computers: 'when computers were searched',
  done: 'in the end',
};
