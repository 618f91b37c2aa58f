import type { DirectoryPlan } from './directory-plan.ts';
import { PRACTICE_BASE_DN } from './directory-plan.ts';
import type { PracticeFault } from './fault.ts';

type Told = Pick<PracticeFault, 'id' | 'title' | 'breaks'>;
type Changed = Omit<Partial<DirectoryPlan>, 'profile'> & {
  readonly profile?: Partial<DirectoryPlan['profile']>;
};

const directoryFault = (fault: Told, { profile, ...changed }: Changed): PracticeFault => ({
  ...fault,
  port: null,
  part: 'directory',
  hides: [],
  change: (plan) => ({
    ...plan,
    directory: {
      ...plan.directory,
      ...changed,
      profile: { ...plan.directory.profile, ...profile },
    },
  }),
});

/** A login that is refused although the password is right, with what Active Directory writes after `data`. */
const loginFault = (data: string, fault: Told): PracticeFault => directoryFault(fault, { login: { data } });

/** The profile names the domain controller, where DNS cannot. */
const NAMED = { servers: ['localhost'] };

const LOGIN_FAULTS: readonly PracticeFault[] = [
  loginFault('52e', {
    id: 'bind-wrong-password',
    title: 'The password is wrong',
    breaks: 'The directory refuses the login with result 49 and data 52e.',
  }),
  loginFault('525', {
    id: 'bind-no-such-user',
    title: 'The account does not exist',
    breaks: 'The directory refuses the login with result 49 and data 525.',
  }),
  loginFault('530', {
    id: 'bind-outside-hours',
    title: 'The account may not log in at this hour',
    breaks: 'The directory refuses the login with result 49 and data 530.',
  }),
  loginFault('531', {
    id: 'bind-workstation-denied',
    title: 'The account may not log in from here',
    breaks: 'The directory refuses the login with result 49 and data 531.',
  }),
  loginFault('532', {
    id: 'bind-password-expired',
    title: 'The password has expired',
    breaks: 'The directory refuses the login with result 49 and data 532.',
  }),
  loginFault('533', {
    id: 'bind-account-disabled',
    title: 'The account is disabled',
    breaks: 'The directory refuses the login with result 49 and data 533.',
  }),
  loginFault('701', {
    id: 'bind-account-expired',
    title: 'The account has expired',
    breaks: 'The directory refuses the login with result 49 and data 701.',
  }),
  loginFault('773', {
    id: 'bind-password-must-change',
    title: 'The password has to be changed first',
    breaks: 'The directory refuses the login with result 49 and data 773.',
  }),
  loginFault('775', {
    id: 'bind-account-locked',
    title: 'The account is locked',
    breaks: 'The directory refuses the login with result 49 and data 775.',
  }),
  directoryFault(
    {
      id: 'bind-name-form',
      title: 'The name of the account is a bare one',
      breaks: 'The profile names the account without its domain, and the directory refuses it with data 52e.',
    },
    { profile: { username: 'airway' } },
  ),
  directoryFault(
    {
      id: 'anonymous-bind-only',
      title: 'The login is taken as anonymous',
      breaks: 'The directory answers the login with success and then says that nobody is logged in.',
    },
    { login: 'anonymous' },
  ),
];

/** Faults of the directory, as far as loopback can show them. */
export const DIRECTORY_FAULTS: readonly PracticeFault[] = [
  directoryFault(
    {
      id: 'ldaps-no-certificate',
      title: 'The domain controller has no certificate',
      breaks: 'The port of LDAPS accepts a connection and resets it at the ClientHello.',
    },
    { ldaps: 'resets' },
  ),
  directoryFault(
    {
      id: 'starttls-unsupported',
      title: 'The directory does not offer STARTTLS',
      breaks: 'The profile names STARTTLS, and the directory answers that it cannot begin TLS (result 52).',
    },
    { startTlsResult: 52, profile: { security: 'starttls' } },
  ),
  directoryFault(
    {
      id: 'ldap-signing-required',
      title: 'The directory wants logins signed',
      breaks: 'The profile names plain LDAP, and the directory refuses the login with result 8.',
    },
    { inClear: 'needs-signing', profile: { security: 'plain' } },
  ),
  directoryFault(
    {
      id: 'ldap-encryption-required',
      title: 'The directory wants logins encrypted',
      breaks: 'The profile names plain LDAP, and the directory refuses the login with result 13.',
    },
    { inClear: 'needs-encryption', profile: { security: 'plain' } },
  ),
  ...LOGIN_FAULTS,
  directoryFault(
    {
      id: 'base-dn-missing',
      title: 'The base DN does not exist',
      breaks: 'The profile names an organizational unit that the directory does not have.',
    },
    { profile: { baseDn: `OU=Assets,${PRACTICE_BASE_DN}` } },
  ),
  directoryFault(
    {
      id: 'referral-elsewhere',
      title: 'The base DN is in another domain',
      breaks: 'The profile names a base DN of another domain, and the directory refers to a server for it.',
    },
    { profile: { baseDn: `DC=other,${PRACTICE_BASE_DN}` } },
  ),
  directoryFault(
    {
      id: 'referral-dead',
      title: 'The directory refers to a dead server',
      breaks: 'The search for computers is continued at a server that refuses every connection.',
    },
    { references: 'dead' },
  ),
  directoryFault(
    {
      id: 'cldap-blocked',
      title: 'The LDAP ping by UDP is blocked',
      breaks: 'The domain controller answers by TCP and is silent by UDP.',
    },
    { ping: 'silent' },
  ),
  directoryFault(
    {
      id: 'domain-name-wrong',
      title: 'The name of the domain is wrong',
      breaks: 'The profile names practice.exampel, which the domain controller does not serve.',
    },
    { profile: { domain: 'practice.exampel', ...NAMED } },
  ),
  directoryFault(
    {
      id: 'srv-records-missing',
      title: 'DNS does not know the domain controllers',
      breaks: 'The resolver knows no service record of the domain; the domain controller answers.',
    },
    { records: 'missing', profile: NAMED },
  ),
  directoryFault(
    {
      id: 'domain-controller-dead',
      title: 'One of two domain controllers is gone',
      breaks: 'DNS names two domain controllers, and one of them refuses every connection.',
    },
    { records: 'with-a-dead-one' },
  ),
  directoryFault(
    {
      id: 'domain-clock-skew',
      title: 'The clock of the domain is wrong',
      breaks: 'The domain controller is an hour ahead of this machine and of the Console.',
    },
    { clockOffsetMs: 3_600_000 },
  ),
  directoryFault(
    {
      id: 'not-active-directory',
      title: 'The directory is of another kind',
      breaks: 'The server speaks LDAP, and its root entry has nothing that a domain controller has.',
    },
    { kind: 'other', ping: 'silent' },
  ),
  directoryFault(
    {
      id: 'distant-domain-controller',
      title: 'The domain controller is in another site',
      breaks: 'The domain controller counts this machine to a branch, and itself to the headquarters.',
    },
    { clientSite: 'Branch' },
  ),
];
