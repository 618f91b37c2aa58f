import type { CheckStatus } from '../../contract/checks.ts';
import type { Outcome, OutcomeOf } from '../../contract/outcomes/outcome.ts';
import type { Profile } from '../../contract/profile.ts';
import { endpoint } from '../../contract/spoken.ts';

/** The Console's name in the made-up runs. */
export const HOST_NAME = 'console.example.com';

/** In the made-up runs, what is behind this port is only known from referrals of the directory. */
export const REFERRAL_PORT = 3899;

/** The ports of a directory in the made-up runs. */
const DIRECTORY_PORTS: ReadonlySet<number> = new Set([389, 636]);

type DirectoryOutcome = OutcomeOf<'srv' | 'cldap' | 'ldap' | 'tcp' | 'tls' | 'system-lookup'>;

/** The outcome, where it is one of the Active Directory step. */
export function directoryRow(
  outcome: Outcome,
  { activeDirectory, syslog }: Profile,
): DirectoryOutcome | undefined {
  if (outcome.kind === 'srv' || outcome.kind === 'cldap') return outcome;
  if (outcome.kind === 'ldap' || outcome.kind === 'ldap-bind') return outcome;
  if (activeDirectory === undefined) return undefined;
  if (outcome.kind === 'system-lookup')
    return outcome.hostname !== HOST_NAME && outcome.hostname !== syslog?.address ? outcome : undefined;
  if (outcome.kind !== 'tcp' && outcome.kind !== 'tls') return undefined;
  return DIRECTORY_PORTS.has(outcome.port) || outcome.port === REFERRAL_PORT ? outcome : undefined;
}

/** Id and subject as the step gives them. */
export function directoryId(outcome: DirectoryOutcome): { id: string; subject: string } {
  const as = (name: string, subject: string) => ({ id: `active-directory/${name}`, subject });
  if (outcome.kind === 'srv')
    return as(`${outcome.site === undefined ? '' : 'site-'}srv/${outcome.resolver.address}:53`, 'dns');
  if (outcome.kind === 'system-lookup')
    return outcome.hostname.startsWith('referred.')
      ? as(`referral/lookup/${outcome.hostname}`, 'referral')
      : as(`lookup/${outcome.hostname}`, 'dns');
  const at = endpoint(outcome.address, outcome.port);
  if (outcome.port === REFERRAL_PORT) return as(`referral/${at}`, `referral:${outcome.port}`);
  const subject = `active-directory:${outcome.port}`;
  if (outcome.kind === 'cldap') return as(`cldap/${at}`, `${subject}/udp`);
  if (outcome.kind === 'ldap-bind') return as('bind', subject);
  const kind = outcome.kind === 'ldap' && outcome.security !== 'plain' ? outcome.security : outcome.kind;
  return as(`${kind}/${at}`, subject);
}

/** As the step judges: what the site works without is a warning at most, and a port that the profile does not use is no fault. */
export function directoryStatus(outcome: Outcome, profile: Profile, status: CheckStatus): CheckStatus {
  const { activeDirectory } = profile;
  if (activeDirectory === undefined || directoryRow(outcome, profile) === undefined) return status;
  const { security, servers = [], domain } = activeDirectory;
  const { kind } = outcome;
  if (kind === 'srv' && outcome.site !== undefined) return 'passed';
  const isHint =
    kind === 'cldap' ||
    (kind === 'srv' && servers.length > 0) ||
    (kind === 'tcp' && outcome.port === REFERRAL_PORT) ||
    (kind === 'system-lookup' && (outcome.hostname === domain || outcome.hostname.startsWith('referred.')));
  if (isHint) return status === 'failed' ? 'warned' : status;
  const unused = security === 'ldaps' ? 389 : 636;
  return (kind === 'tcp' || kind === 'ldap') && outcome.port === unused ? 'passed' : status;
}
