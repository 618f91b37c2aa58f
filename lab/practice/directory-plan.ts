import type { CertificatePlan } from './site-plan.ts';

/** The directory of the practice site, and how the profile has the Console use it. */
export interface DirectoryPlan {
  /** What the profile says. */
  readonly profile: {
    readonly domain: string;
    /** Undefined: DNS names the domain controllers. */
    readonly servers?: readonly string[];
    readonly security: 'ldaps' | 'starttls' | 'plain';
    readonly baseDn: string;
    readonly username: string;
  };
  /** What DNS says of the domain: its one domain controller, a second one that is gone beside it, or nothing. */
  readonly records: 'healthy' | 'with-a-dead-one' | 'missing';
  /** `resets` ends the connection at the ClientHello, as a domain controller does that has no certificate. */
  readonly ldaps: 'served' | 'resets';
  /** Result of the StartTLS request, RFC 4511 §4.14; 0 begins TLS. */
  readonly startTlsResult: 0 | 2 | 52;
  /**
   * How the directory takes a login in clear: `allowed`, or refused with result 8 or 13, as one does that wants signing or
   * encryption.
   */
  readonly inClear: 'allowed' | 'needs-signing' | 'needs-encryption';
  /**
   * How it takes a login with the right password: `accepted` · `anonymous` it says yes and looks at nothing · else the sub-code with
   * which it is refused, as Active Directory writes it after `data`.
   */
  readonly login: 'accepted' | 'anonymous' | { readonly data: string };
  /** What its root entry shows: a domain controller, or a directory of another kind. */
  readonly kind: 'active-directory' | 'other';
  /** `silent` drops what comes by UDP. */
  readonly ping: 'answered' | 'silent';
  /** The site that this machine is counted to; the domain controller's own is `Headquarters`. */
  readonly clientSite: string;
  /** What the search of computers points to besides what it finds. */
  readonly references: 'none' | 'dead';
  /** The directory's clock minus the site's, in ms. */
  readonly clockOffsetMs: number;
}

/** The domain that the directory serves. */
export const PRACTICE_DOMAIN = 'practice.example';
/** Its one domain controller. */
export const PRACTICE_CONTROLLER = 'dc1.practice.example';
export const PRACTICE_BASE_DN = 'DC=practice,DC=example';
/** The account that may log in; its password travels apart. */
export const PRACTICE_ACCOUNT = 'airway@practice.example';
/** The site of the domain controller. */
export const PRACTICE_SITE = 'Headquarters';

/** A directory without any fault, used over LDAPS. */
export const HEALTHY_DIRECTORY: DirectoryPlan = {
  profile: {
    domain: PRACTICE_DOMAIN,
    security: 'ldaps',
    baseDn: PRACTICE_BASE_DN,
    username: PRACTICE_ACCOUNT,
  },
  records: 'healthy',
  ldaps: 'served',
  startTlsResult: 0,
  inClear: 'allowed',
  login: 'accepted',
  kind: 'active-directory',
  ping: 'answered',
  clientSite: PRACTICE_SITE,
  references: 'none',
  clockOffsetMs: 0,
};

/** The certificate of the domain controller: for its own name, and for the one by which a profile may name it. */
export const controllerCertificate = (healthy: CertificatePlan): CertificatePlan => ({
  ...healthy,
  commonName: PRACTICE_CONTROLLER,
  dnsNames: [PRACTICE_CONTROLLER, 'localhost'],
});
