import type { CldapOutcome, Netlogon } from '../../contract/outcomes/cldap.ts';
import type { LdapOutcome, LdapResult, RootDse } from '../../contract/outcomes/ldap.ts';
import type { SrvOutcome } from '../../contract/outcomes/srv.ts';
import type { Profile } from '../../contract/profile.ts';

/** The domain of the made-up runs. */
export const DOMAIN = 'example.com';
/** The first domain controller. */
export const D = '10.0.0.20';
/** The second and third. */
export const D2 = '10.0.0.21';
export const D3 = '10.0.0.22';
/** The name of the first. */
export const DC = 'dc1.example.com';

/** A profile with nothing but a directory that DNS names. */
export const directoryProfile = (more: Partial<NonNullable<Profile['activeDirectory']>> = {}): Profile => ({
  schema: 'airway.profile/1',
  name: 'Site',
  vantage: 'console',
  activeDirectory: { domain: DOMAIN, security: 'ldaps', username: 'air@example.com', ...more },
});
/** The same without TLS, with STARTTLS, and with a domain controller that the profile names. */
export const plain = directoryProfile({ security: 'plain' });
export const starttls = directoryProfile({ security: 'starttls' });
export const named = directoryProfile({ servers: [DC] });

const ROOT_DSE: RootDse = {
  defaultNamingContext: 'DC=example,DC=com',
  namingContexts: ['DC=example,DC=com'],
  dnsHostName: DC,
  supportedCapabilities: ['1.2.840.113556.1.4.800'],
  supportedSaslMechanisms: [],
  supportedLdapVersions: ['3'],
  offersStartTls: true,
};

/** What one resolver says of the domain controllers; each target with its address. */
export const srv = (
  code: SrvOutcome['code'],
  targets: Readonly<Record<string, string>> = {},
  more: Partial<SrvOutcome> = {},
): SrvOutcome => ({
  kind: 'srv',
  code,
  name: `_ldap._tcp.dc._msdcs.${DOMAIN}`,
  domain: DOMAIN,
  resolver: { address: '10.0.0.53', port: 53 },
  targets: Object.entries(targets).map(([target, address]) => ({
    target,
    port: 389,
    priority: 0,
    weight: 100,
    addresses: address === '' ? [] : [address],
  })),
  targetCount: Object.keys(targets).length,
  transport: 'udp',
  attempts: 1,
  raw: [],
  elapsedMs: 4,
  ...more,
});

const NETLOGON: Netlogon = {
  opcode: 23,
  flags: 0,
  domainGuid: '',
  forest: DOMAIN,
  domain: DOMAIN,
  hostName: DC,
  netbiosDomain: 'EXAMPLE',
  netbiosComputer: 'DC1',
  serverSite: 'Berlin',
  clientSite: 'Berlin',
  isClosest: true,
};

/** One LDAP ping. */
export const ping = (
  code: CldapOutcome['code'] = 'answered',
  address = D,
  netlogon: Partial<Netlogon> = {},
): CldapOutcome => ({
  kind: 'cldap',
  code,
  address,
  port: 389,
  domain: DOMAIN,
  ...(code === 'answered' ? { netlogon: { ...NETLOGON, ...netlogon } } : {}),
  attempts: code === 'silent' ? 3 : 1,
  bytesReceived: code === 'answered' ? 130 : 0,
  raw: [],
  elapsedMs: code === 'silent' ? 2500 : 3,
});

/** One reading of the rootDSE. */
export const look = (
  security: LdapOutcome['security'],
  code: LdapOutcome['code'] = 'ready',
  more: Partial<LdapOutcome> = {},
): LdapOutcome => ({
  kind: 'ldap',
  code,
  address: D,
  port: security === 'ldaps' ? 636 : 389,
  security,
  expectedName: DC,
  phase: code === 'ready' ? 'done' : 'root-dse',
  results: [],
  ...(code === 'ready' ? { rootDse: ROOT_DSE, clockOffsetMs: 12 } : {}),
  referrals: [],
  bytesReceived: code === 'ready' ? 700 : 0,
  raw: [],
  timings: {},
  elapsedMs: 6,
  ...more,
});

/** One LDAP result. */
export const result = (
  operation: LdapResult['operation'],
  code: number,
  more: Partial<LdapResult> = {},
): LdapResult => ({
  operation,
  code,
  name: code === 49 ? 'invalidCredentials' : `code-${code}`,
  matchedDn: '',
  diagnosticMessage: '',
  referrals: [],
  ...more,
});

/** The one login. */
export const bind = (
  code: LdapOutcome['code'],
  results: readonly LdapResult[],
  more: Partial<LdapOutcome> = {},
): LdapOutcome =>
  look(more.security ?? 'ldaps', code, {
    kind: 'ldap-bind',
    bind: { nameForm: 'upn', isEncrypted: true },
    ...(code === 'base-refused' ? { base: { dn: 'OU=AIR,DC=example,DC=com', source: 'profile' } } : {}),
    results: [...results],
    ...more,
  });

/** A login refused with result 49, with this sub-code. */
export const refusedWith = (data: string | undefined, more: Partial<LdapOutcome> = {}): LdapOutcome =>
  bind(
    'bind-refused',
    [
      result('bind', 49, {
        diagnosticMessage: `80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error${data === undefined ? '' : `, data ${data}`}, v4563`,
        ...(data === undefined ? {} : { adSubCode: data }),
      }),
    ],
    more,
  );
