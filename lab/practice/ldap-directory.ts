/** LDAP result codes that the directory gives, RFC 4511 appendix A. */
export const LDAP_RESULT = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  authMethodNotSupported: 7,
  noSuchObject: 32,
  invalidCredentials: 49,
} as const;

/** A result as LDAP carries it: the code, and the text that Active Directory puts beside it. */
export interface LdapResult {
  readonly code: number;
  readonly message: string;
}

/** One entry of the directory: attribute names in the directory's own case, every value as text. */
export interface LdapEntry {
  readonly dn: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** The directory of the practice site: one domain and one account. */
export interface Directory {
  /** A simple bind; an empty name or password is anonymous, as Active Directory takes it. */
  bind(name: string, password: string): LdapResult & { readonly isLoggedIn: boolean };
  /** The entry at `baseDn` itself; the empty name is the rootDSE, which needs no login. */
  find(baseDn: string, isLoggedIn: boolean): LdapResult & { readonly entry?: LdapEntry };
}

/** What a profile needs to know of the account; the password travels apart. */
export const PRACTICE_ACCOUNT = 'airway@practice.example';
export const PRACTICE_BASE_DN = 'DC=practice,DC=example';

/** Every form in which Active Directory takes the name of the account; the bare name is not one of them. */
const ACCOUNT_FORMS: ReadonlySet<string> = new Set([
  PRACTICE_ACCOUNT,
  'practice\\airway',
  `cn=airway,cn=users,${PRACTICE_BASE_DN.toLowerCase()}`,
]);

const SUCCESS: LdapResult = { code: LDAP_RESULT.success, message: '' };

/** Makes the directory; `now` is the site's clock in ms since 1970. */
export function makeDirectory(bindPassword: string, now: () => number): Directory {
  return {
    bind: (name, password) => {
      if (name === '' || password === '') return { ...SUCCESS, isLoggedIn: false };
      const isLoggedIn = ACCOUNT_FORMS.has(name.toLowerCase()) && password === bindPassword;
      return isLoggedIn
        ? { ...SUCCESS, isLoggedIn }
        : {
            code: LDAP_RESULT.invalidCredentials,
            message:
              '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 52e, v4563\0',
            isLoggedIn,
          };
    },
    find: (baseDn, isLoggedIn) => {
      if (baseDn === '') return { ...SUCCESS, entry: rootDse(now()) };
      if (!isLoggedIn)
        return {
          code: LDAP_RESULT.operationsError,
          message:
            '000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind must be completed on the connection., data 0, v4563\0',
        };
      if (baseDn.toLowerCase() === PRACTICE_BASE_DN.toLowerCase()) return { ...SUCCESS, entry: domain };
      return {
        code: LDAP_RESULT.noSuchObject,
        message: `0000208D: NameErr: DSID-03100245, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'${PRACTICE_BASE_DN}'\n\0`,
      };
    },
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

function rootDse(now: number): LdapEntry {
  const configuration = `CN=Configuration,${PRACTICE_BASE_DN}`;
  return {
    dn: '',
    attributes: {
      domainFunctionality: ['7'],
      forestFunctionality: ['7'],
      domainControllerFunctionality: ['7'],
      rootDomainNamingContext: [PRACTICE_BASE_DN],
      ldapServiceName: ['practice.example:localhost$@PRACTICE.EXAMPLE'],
      isGlobalCatalogReady: ['TRUE'],
      // LDAP_CAP_ACTIVE_DIRECTORY_OID and its later companions, [MS-ADTS] §3.1.1.3.4.3.
      supportedCapabilities: ['1.2.840.113556.1.4.800', '1.2.840.113556.1.4.1670'],
      supportedLDAPVersion: ['3', '2'],
      namingContexts: [PRACTICE_BASE_DN, configuration, `CN=Schema,${configuration}`],
      defaultNamingContext: [PRACTICE_BASE_DN],
      configurationNamingContext: [configuration],
      schemaNamingContext: [`CN=Schema,${configuration}`],
      serverName: [
        `CN=LOCALHOST,CN=Servers,CN=Default-First-Site-Name,CN=Sites,CN=Configuration,${PRACTICE_BASE_DN}`,
      ],
      dnsHostName: ['localhost'],
      currentTime: [generalizedTime(now)],
    },
  };
}

/** GeneralizedTime as Active Directory writes it: `20260131120000.0Z`. */
function generalizedTime(now: number): string {
  const digits = new Date(now).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return `${digits}.0Z`;
}
