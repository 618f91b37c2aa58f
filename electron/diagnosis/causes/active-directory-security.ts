import { type CauseTexts, onLinux, onWindows, step } from '../cause.ts';
import { replaceOnDomainController } from './certificate-steps.ts';
import { VENDOR } from './vendor-pages.ts';

const tryLdaps = (text: string) =>
  onLinux(text, 'openssl s_client -connect ADDRESS:636 -servername DC </dev/null');

/** What a directory demands of, or lacks for, a protected connection. */
export const ACTIVE_DIRECTORY_SECURITY = {
  'ldaps-no-certificate': {
    severity: 'error',
    title: 'The domain controller seems to have no certificate for LDAPS',
    owner: 'directory-administrator',
    summary:
      'The LDAPS port opens and is reset as soon as TLS begins, as a domain controller without a usable certificate does. LDAPS does not work for anybody there, and the Console cannot read the directory over it.',
    remedy: [
      ...replaceOnDomainController(
        "The certificate needs the controller's full name, the purpose Server Authentication and its private key, in the computer's Personal store.",
      ).steps,
      onWindows(
        'In the log, 1220 says that LDAPS has no certificate, 1221 that it is available.',
        "Get-WinEvent -FilterHashtable @{LogName='Directory Service'; Id=1220,1221} -MaxEvents 5 | Format-List TimeCreated,Id,Message",
      ),
      step(
        'If the controller answers LDAPS from its own subnet, a firewall on the way resets TLS: ask the network team.',
      ),
    ],
    source:
      'Microsoft, Enable LDAP over SSL with a third-party CA: https://learn.microsoft.com/troubleshoot/windows-server/active-directory/enable-ldap-over-ssl-3rd-certification-authority',
    catalogueRefs: ['A02', 'A03'],
  },
  'starttls-unsupported': {
    severity: 'error',
    title: 'The directory does not offer STARTTLS',
    owner: 'directory-administrator',
    summary:
      'The server refuses to turn TLS on for its LDAP port: it does not know the request, or has no certificate for it. A connection that insists on STARTTLS fails.',
    remedy: [
      tryLdaps('See whether LDAPS works instead; expect a certificate.'),
      step('If it does, set security to ldaps in the profile and use port 636 in the Console.'),
      onWindows(
        'If not, the controller lacks a certificate, for LDAPS and STARTTLS alike; list what it has.',
        "Get-ChildItem Cert:\\LocalMachine\\My | Where-Object { $_.EnhancedKeyUsageList.ObjectId -contains '1.3.6.1.5.5.7.3.1' } | Format-List Subject,DnsNameList,NotAfter,HasPrivateKey",
      ),
      onLinux(
        'Afterwards try STARTTLS; expect a certificate.',
        'openssl s_client -connect ADDRESS:389 -starttls ldap </dev/null',
      ),
    ],
    source: 'RFC 4511 §4.14.2: StartTLS answered with result 2 (protocolError) or 52 (unavailable)',
    catalogueRefs: ['A05'],
  },
  'ldap-signing-required': {
    severity: 'error',
    title: 'The domain controller demands signing or TLS for logins',
    owner: 'console-administrator',
    summary:
      'The controller refuses a simple bind on an unprotected connection (result 8, strongerAuthRequired). Over LDAPS or STARTTLS the same login may work; without, the Console cannot read the directory.',
    remedy: [
      step(
        "Use LDAPS: set security to ldaps in the profile, and port 636 in the Console's Active Directory settings. The demand is right and should stay.",
      ),
      tryLdaps(
        "Check that the controller has a certificate for it; expect it with the controller's full name.",
      ),
      step('If 636 is blocked, ask the network team to allow TCP from the Console to ADDRESS port 636.'),
      onWindows(
        'On the controller, the policy behind it: 2 is Require signing.',
        "Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\NTDS\\Parameters' -Name LDAPServerIntegrity",
      ),
    ],
    source: `RFC 4511 Appendix A.2: result 8 strongerAuthRequired; Microsoft, LDAP server signing requirements; ${VENDOR.ports}`,
    catalogueRefs: ['A06', 'A07'],
  },
  'ldap-encryption-required': {
    severity: 'error',
    title: 'The directory demands encryption for logins',
    owner: 'console-administrator',
    summary:
      'The server refuses a login on an unencrypted connection (result 13, confidentialityRequired). Over LDAPS or STARTTLS the same login may work; without, the Console cannot read the directory.',
    remedy: [
      step(
        "Use LDAPS or STARTTLS: set security to ldaps or starttls in the profile, and the same in the Console's Active Directory settings.",
      ),
      tryLdaps('See whether LDAPS is served; expect a certificate.'),
      onLinux(
        'See whether STARTTLS is served; expect a certificate.',
        'openssl s_client -connect ADDRESS:389 -starttls ldap </dev/null',
      ),
      onWindows(
        'From Windows, see whether the LDAPS port opens; expect TcpTestSucceeded : True.',
        'Test-NetConnection -ComputerName ADDRESS -Port 636',
      ),
      step('Leave the demand as it is: without it passwords cross the network in clear.'),
    ],
    source: 'RFC 4511 Appendix A.2: result 13 confidentialityRequired',
    catalogueRefs: ['A08'],
  },
} satisfies Partial<CauseTexts<'active-directory'>>;
