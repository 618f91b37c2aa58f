import {
  type DirectoryPlan,
  PRACTICE_ACCOUNT,
  PRACTICE_BASE_DN,
  PRACTICE_CONTROLLER,
  PRACTICE_DOMAIN,
  PRACTICE_SITE,
} from './directory-plan.ts';

/** LDAP result codes that the directory gives, RFC 4511 appendix A. */
export const LDAP_RESULT = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  authMethodNotSupported: 7,
  strongerAuthRequired: 8,
  referral: 10,
  confidentialityRequired: 13,
  noSuchObject: 32,
  invalidCredentials: 49,
} as const;

/** A result as LDAP carries it: the code, and the text that Active Directory puts beside it. */
export interface LdapResult {
  readonly code: number;
  readonly message: string;
  /** Host of another server that the entry is at; the port is that of this connection. */
  readonly referredTo?: string;
}

/** One entry of the directory: attribute names in the directory's own case, every value as text. */
export interface LdapEntry {
  readonly dn: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** What one connection is, when something is asked over it. */
interface LdapSession {
  readonly isTls: boolean;
  readonly isLoggedIn: boolean;
}

/** The directory of the practice site: one domain, one account and two computers. */
export interface Directory {
  /** A simple bind; an empty name or password is anonymous, as Active Directory takes it. */
  bind(name: string, password: string, isTls: boolean): LdapResult & { readonly isLoggedIn: boolean };
  /** The entry at `baseDn` itself; the empty name is the rootDSE, which needs no login. */
  find(baseDn: string, session: LdapSession): LdapResult & { readonly entry?: LdapEntry };
  /** The computers below `baseDn`, and the host of another server that holds more of them. */
  computers(
    baseDn: string,
    session: LdapSession,
  ): LdapResult & { readonly entries: readonly LdapEntry[]; readonly continuedAt?: string };
}

/** An address of loopback at which nobody listens: on Linux all of 127.0.0.0/8 is this machine. */
export const DEAD_ADDRESS = '127.0.0.2';

/** Every form in which Active Directory takes the name of the account; the bare name is not one of them. */
const ACCOUNT_FORMS: ReadonlySet<string> = new Set([
  PRACTICE_ACCOUNT,
  'practice\\airway',
  `cn=airway,cn=users,${PRACTICE_BASE_DN.toLowerCase()}`,
]);

const SUCCESS: LdapResult = { code: LDAP_RESULT.success, message: '' };

/** What is refused before the password is looked at. */
const IN_CLEAR: Readonly<Record<DirectoryPlan['inClear'], LdapResult | undefined>> = {
  allowed: undefined,
  'needs-signing': {
    code: LDAP_RESULT.strongerAuthRequired,
    message:
      '00002028: LdapErr: DSID-0C090259, comment: The server requires binds to turn on integrity checking if SSL\\TLS are not already active on the connection, data 0, v4563\0',
  },
  'needs-encryption': { code: LDAP_RESULT.confidentialityRequired, message: 'confidentiality required' },
};

const refused = (data: string): LdapResult => ({
  code: LDAP_RESULT.invalidCredentials,
  message: `80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data ${data}, v4563\0`,
});

/** Makes the directory; `now` is the site's clock in ms since 1970. */
export function makeDirectory(plan: DirectoryPlan, bindPassword: string, now: () => number): Directory {
  return {
    bind: (name, password, isTls) => {
      if (name === '' || password === '' || plan.login === 'anonymous')
        return { ...SUCCESS, isLoggedIn: false };
      const demand = isTls ? undefined : IN_CLEAR[plan.inClear];
      if (demand !== undefined) return { ...demand, isLoggedIn: false };
      const isRight = ACCOUNT_FORMS.has(name.toLowerCase()) && password === bindPassword;
      if (!isRight) return { ...refused('52e'), isLoggedIn: false };
      return plan.login === 'accepted'
        ? { ...SUCCESS, isLoggedIn: true }
        : { ...refused(plan.login.data), isLoggedIn: false };
    },
    find: (baseDn, session) => {
      if (baseDn === '') return { ...SUCCESS, entry: rootDse(plan, now() + plan.clockOffsetMs) };
      const missing = whyNotRead(baseDn, session);
      return missing ?? { ...SUCCESS, entry: domain };
    },
    computers: (baseDn, session) => {
      const missing = whyNotRead(baseDn, session);
      if (missing !== undefined) return { ...missing, entries: [] };
      return {
        ...SUCCESS,
        entries: COMPUTERS,
        ...(plan.references === 'dead' ? { continuedAt: DEAD_ADDRESS } : {}),
      };
    },
  };
}

/** Why nothing is shown at a base DN; another domain of the forest is another server's affair. */
function whyNotRead(baseDn: string, { isLoggedIn }: LdapSession): LdapResult | undefined {
  if (!isLoggedIn)
    return {
      code: LDAP_RESULT.operationsError,
      message:
        '000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind must be completed on the connection., data 0, v4563\0',
    };
  const asked = baseDn.toLowerCase();
  const own = PRACTICE_BASE_DN.toLowerCase();
  if (asked === own) return undefined;
  if (asked.endsWith(`dc=other,${own}`))
    return {
      code: LDAP_RESULT.referral,
      message: "0000202B: RefErr: DSID-0310082F, data 0, 1 access points\n\tref 1: 'localhost'\n\0",
      referredTo: 'localhost',
    };
  return {
    code: LDAP_RESULT.noSuchObject,
    message: `0000208D: NameErr: DSID-03100245, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'${PRACTICE_BASE_DN}'\n\0`,
  };
}

const domain: LdapEntry = {
  dn: PRACTICE_BASE_DN,
  attributes: {
    objectClass: ['top', 'domain', 'domainDNS'],
    distinguishedName: [PRACTICE_BASE_DN],
    dc: ['practice'],
    name: ['practice'],
  },
};

const COMPUTERS: readonly LdapEntry[] = ['WS-0001', 'WS-0002'].map((name) => ({
  dn: `CN=${name},CN=Computers,${PRACTICE_BASE_DN}`,
  attributes: { objectClass: ['top', 'person', 'organizationalPerson', 'user', 'computer'], name: [name] },
}));

/** Object identifiers of LDAP_CAP_ACTIVE_DIRECTORY and its later companions, [MS-ADTS] §3.1.1.3.4.3. */
const CAPABILITIES = ['1.2.840.113556.1.4.800', '1.2.840.113556.1.4.1670'];
/** StartTLS (RFC 4511 §4.14.1) and paged results (RFC 2696). */
const START_TLS = '1.3.6.1.4.1.1466.20037';
const PAGED_RESULTS = '1.2.840.113556.1.4.319';

function rootDse({ kind, startTlsResult }: DirectoryPlan, now: number): LdapEntry {
  const common = {
    supportedLDAPVersion: ['3'],
    namingContexts: [PRACTICE_BASE_DN],
    supportedControl: [PAGED_RESULTS],
    ...(startTlsResult === 2 ? {} : { supportedExtension: [START_TLS] }),
  };
  if (kind === 'other') return { dn: '', attributes: { ...common, vendorName: ['Practice Directory'] } };
  const configuration = `CN=Configuration,${PRACTICE_BASE_DN}`;
  return {
    dn: '',
    attributes: {
      ...common,
      domainFunctionality: ['7'],
      forestFunctionality: ['7'],
      domainControllerFunctionality: ['7'],
      rootDomainNamingContext: [PRACTICE_BASE_DN],
      ldapServiceName: [`${PRACTICE_DOMAIN}:dc1$@${PRACTICE_DOMAIN.toUpperCase()}`],
      isGlobalCatalogReady: ['TRUE'],
      supportedCapabilities: CAPABILITIES,
      supportedLDAPVersion: ['3', '2'],
      namingContexts: [PRACTICE_BASE_DN, configuration, `CN=Schema,${configuration}`],
      defaultNamingContext: [PRACTICE_BASE_DN],
      configurationNamingContext: [configuration],
      schemaNamingContext: [`CN=Schema,${configuration}`],
      serverName: [`CN=DC1,CN=Servers,CN=${PRACTICE_SITE},CN=Sites,${configuration}`],
      dnsHostName: [PRACTICE_CONTROLLER],
      currentTime: [generalizedTime(now)],
    },
  };
}

/** GeneralizedTime as Active Directory writes it: `20260131120000.0Z`. */
function generalizedTime(now: number): string {
  const digits = new Date(now).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return `${digits}.0Z`;
}
