import type { CAUSE_IDS_BY_GROUP } from '../../contract/cause-ids.ts';
import { type AskedFor, flow, setting } from './asked.ts';

const CONSOLE_SETTINGS = "Active Directory settings of the Console, and Airway's profile";
const THE_ACCOUNT = 'account ACCOUNT';

/** What is asked for because of causes between the Console and Active Directory. Attributes by their names in [MS-ADA1] to [MS-ADA3]. */
export const ASKED_FOR_DIRECTORY = {
  'ldaps-no-certificate': [
    setting(
      'Certificate for LDAPS, template KerberosAuthentication or one with Server Authentication (1.3.6.1.5.5.7.3.1)',
      'computer store (Personal) of HOST',
      'full name of HOST under Subject Alternative Name, with its private key',
    ),
  ],
  'starttls-unsupported': [
    setting(
      'Certificate, template KerberosAuthentication or one with Server Authentication (1.3.6.1.5.5.7.3.1)',
      'computer store (Personal) of DC',
      'present and valid: STARTTLS and LDAPS both need it',
    ),
  ],
  'ldap-signing-required': [
    setting('Security of the connection', CONSOLE_SETTINGS, 'LDAPS, port 636; the demand for signing stays'),
  ],
  'ldap-encryption-required': [
    setting('Security of the connection', CONSOLE_SETTINGS, 'LDAPS or STARTTLS; the demand stays'),
  ],
  'bind-wrong-password': [setting('Name and password of ACCOUNT', CONSOLE_SETTINGS, 'the present ones')],
  'bind-no-such-user': [
    setting('Name of the account', CONSOLE_SETTINGS, 'an account that exists, as name@domain'),
  ],
  'bind-outside-hours': [
    setting(
      'Attribute logonHours',
      THE_ACCOUNT,
      'empty (every hour), or the hours in which the Console reads',
    ),
  ],
  'bind-workstation-denied': [
    setting(
      'Attribute userWorkstations (Log On To)',
      THE_ACCOUNT,
      'empty, or with the domain controllers that the Console binds to',
    ),
  ],
  'bind-password-expired': [
    setting('Password (attribute pwdLastSet)', THE_ACCOUNT, 'set anew, and entered in the Console'),
  ],
  'bind-account-disabled': [
    setting(
      'Attribute userAccountControl, ACCOUNTDISABLE (0x2)',
      THE_ACCOUNT,
      'not set, if the account is to be used',
    ),
  ],
  'bind-account-expired': [setting('Attribute accountExpires', THE_ACCOUNT, 'never, or a later date')],
  'bind-password-must-change': [
    setting(
      'Attribute pwdLastSet ("must change password at next logon")',
      THE_ACCOUNT,
      'cleared, after the final password is set',
    ),
  ],
  'bind-account-locked': [
    setting(
      'Attribute lockoutTime',
      THE_ACCOUNT,
      '0 (unlocked), after the source of the wrong tries is corrected',
    ),
  ],
  'bind-name-form': [setting('Name of the account ACCOUNT', CONSOLE_SETTINGS, 'written as name@domain')],
  'anonymous-bind-only': [
    setting('Account and password', CONSOLE_SETTINGS, 'both given, the password not empty'),
  ],
  'base-dn-missing': [
    setting('Base DN BASE_DN', CONSOLE_SETTINGS, 'one that exists and that the account may see'),
  ],
  'referral-elsewhere': [
    setting(
      'Domain controller and base DN',
      CONSOLE_SETTINGS,
      'of one and the same domain, or the global catalog (3268, TLS 3269)',
    ),
  ],
  'referral-dead': [
    setting(
      'Cross-reference to NAME',
      'CN=Partitions of the configuration',
      'removed if that domain is gone; else its server reachable',
    ),
  ],
  'cldap-blocked': [flow('allow')],
  'domain-name-wrong': [],
  'srv-records-missing': [
    setting(
      'Records of type SRV: _ldap._tcp.dc._msdcs.DOMAIN',
      'resolver RESOLVER',
      'one for each domain controller, or the zone forwarded to the DNS of the domain',
    ),
  ],
  'domain-controller-dead': [
    setting('Domain controller DC', 'domain DOMAIN', 'answers, or its DNS records and metadata are removed'),
  ],
  'domain-clock-skew': [
    setting(
      'Time source',
      'the controller with the PDC role, domain DOMAIN',
      'a trusted one; less than 5 minutes from other clocks',
    ),
  ],
  'not-active-directory': [
    setting(
      'Domain controller',
      CONSOLE_SETTINGS,
      'one of the domain DOMAIN; ADDRESS is another LDAP server',
    ),
  ],
  'distant-domain-controller': [
    setting('Subnet of this machine', 'Active Directory Sites and Services', 'in the site that is near'),
  ],
} satisfies AskedFor<(typeof CAUSE_IDS_BY_GROUP)['active-directory'][number]>;
