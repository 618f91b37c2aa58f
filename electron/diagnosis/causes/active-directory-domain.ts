import { type CauseTexts, onEach, onLinux, onWindows, step } from '../cause.ts';
import { VENDOR } from './vendor-pages.ts';

/** The root entry says without a login what the directory holds. */
const readRootDse = (text: string) =>
  onEach(text, {
    windows:
      'Get-ADRootDSE -Server ADDRESS | Format-List defaultNamingContext,rootDomainNamingContext,namingContexts,dnsHostName,currentTime',
    linux:
      "ldapsearch -x -LLL -H ldap://ADDRESS -s base -b '' defaultNamingContext rootDomainNamingContext namingContexts dnsHostName currentTime",
  });

const findControllers = (text: string) =>
  onEach(text, {
    windows: 'Resolve-DnsName -Name _ldap._tcp.dc._msdcs.DOMAIN -Type SRV',
    linux: 'dig +short _ldap._tcp.dc._msdcs.DOMAIN SRV',
    macos: 'dig +short _ldap._tcp.dc._msdcs.DOMAIN SRV',
  });

/** How a domain, its controllers and its names are found. */
export const ACTIVE_DIRECTORY_DOMAIN = {
  'base-dn-missing': {
    severity: 'error',
    title: 'The base DN does not exist in this directory',
    owner: 'console-administrator',
    summary:
      'Login works, but the place where the search is to begin does not exist (result 32, noSuchObject), so the Console finds no machines. The account may also lack the right to see it.',
    remedy: [
      ...readRootDse('Read what the directory holds; the base DN has to end with its defaultNamingContext.'),
      onWindows(
        'Look for the place itself; an error says that it does not exist.',
        "Get-ADObject -Server ADDRESS -Identity 'BASE_DN'",
      ),
      onWindows(
        'List the organisational units to copy the right one.',
        'Get-ADOrganizationalUnit -Server ADDRESS -Filter * | Format-Table DistinguishedName',
      ),
      step("Put the right base DN into the profile and into the Console's Active Directory settings."),
    ],
    source: 'RFC 4511 Appendix A.2: result 32 noSuchObject',
    catalogueRefs: ['A21'],
  },
  'referral-elsewhere': {
    severity: 'error',
    title: 'The directory refers the search to another server',
    owner: 'console-administrator',
    summary:
      'This domain controller does not hold what the base DN names and points to another one (result 10, referral). A client that does not follow referrals finds nothing.',
    remedy: [
      ...readRootDse('Read what this controller holds; compare the base DN with defaultNamingContext.'),
      step('Use a controller of the domain that the base DN names, or the base DN of this domain.'),
      step(
        'To search the whole forest, a global catalog answers for all domains, on 3268 or, with TLS, 3269, with fewer attributes.',
      ),
    ],
    source: 'RFC 4511 §4.1.10: referral, result 10',
    catalogueRefs: ['A22'],
  },
  'referral-dead': {
    severity: 'error',
    title: 'The directory refers to a server that does not answer',
    owner: 'directory-administrator',
    summary:
      'Part of the answer is a pointer to another server, and that one does not answer from here. A client that follows it hangs until it gives up.',
    remedy: [
      ...onEach('See whether the name in the referral leads anywhere.', {
        windows: 'Resolve-DnsName -Name NAME',
        linux: 'getent ahosts NAME',
      }),
      onWindows(
        'List the references of the forest; look for domains that are gone.',
        'Get-ADObject -SearchBase "CN=Partitions,$((Get-ADRootDSE).configurationNamingContext)" -Filter \'objectClass -eq "crossRef"\' -Properties dnsRoot,nCName | Format-Table dnsRoot,nCName',
      ),
      step(
        'If the server exists, allow TCP from the Console to it on the LDAP port in use. If its domain is gone, remove the reference.',
      ),
      step('Or choose a base DN below which there is no reference, such as one organisational unit.'),
    ],
    source: 'RFC 4511 §4.5.3 and §4.1.10: search result references and referrals',
    catalogueRefs: ['A23'],
  },
  'cldap-blocked': {
    severity: 'warning',
    title: 'UDP 389 gets no answer, TCP 389 works',
    owner: 'network-team',
    summary:
      "The domain controller answers LDAP over TCP but not the locator's question over UDP. Reading the directory works; programs that look for the nearest controller this way are slow or fail.",
    remedy: [
      step(
        "Allow UDP from the Console, and from machines of the domain, to ADDRESS port 389; answers have to come back. AIR's documentation lists TCP and UDP for 389.",
      ),
      onWindows(
        'From a Windows machine in the domain ask the locator; expect the name of a controller.',
        'nltest /dsgetdc:DOMAIN /force',
      ),
      onLinux(
        'On Linux watch for answers while Airway runs again; questions without answers mean that they are dropped.',
        "sudo tcpdump -c 20 -ni any 'udp port 389 and host ADDRESS'",
      ),
    ],
    source: `[MS-ADTS] §6.3.3 (LDAP ping over UDP); ${VENDOR.ports}`,
    catalogueRefs: ['A24'],
  },
  'domain-name-wrong': {
    severity: 'error',
    title: 'The domain controller does not serve this domain name',
    owner: 'engineer',
    summary:
      'The controller answers, but not for the domain that was typed; the name has a typing error, is the short name, or belongs to another forest. Locator and DNS lookups fail with it.',
    remedy: [
      ...readRootDse('Read the domain from the controller: DC=example,DC=com is example.com.'),
      onWindows('Or ask a machine that is a member.', '(Get-CimInstance Win32_ComputerSystem).Domain'),
      step("Correct domain in the profile, and the same in the Console's Active Directory settings."),
      ...findControllers('Then look for the controllers; expect at least one line.'),
    ],
    source: '[MS-ADTS] §6.3.3: an LDAP ping for a domain that is not served gets an empty result',
    catalogueRefs: ['A25'],
  },
  'srv-records-missing': {
    severity: 'error',
    title: "DNS has no records for the domain's controllers",
    owner: 'dns-administrator',
    summary:
      "The resolver that this machine uses does not know the domain's service records, usually because it is not one of the domain's own. Nothing that finds controllers by the domain name works from here.",
    remedy: [
      ...findControllers('Look for the records as this machine does; expect a line for each controller.'),
      onWindows(
        "Ask a controller's own DNS in the same way; if it answers, this machine asks the wrong resolver.",
        'Resolve-DnsName -Name _ldap._tcp.dc._msdcs.DOMAIN -Type SRV -Server ADDRESS',
      ),
      step(
        "Let this machine use the domain's DNS servers, or have its resolver forward the zone of the domain, with _msdcs, to them.",
      ),
      onWindows(
        "If the controllers' own DNS has no records either, register them on each controller, then look again.",
        'nltest /dsregdns',
      ),
      onWindows('And check the registration; expect no failure.', 'dcdiag /test:dns /dnsrecordregistration'),
    ],
    source: 'RFC 2782 (SRV) and [MS-ADTS] §6.3.2.3: _ldap._tcp.dc._msdcs',
    catalogueRefs: ['A26'],
  },
  'domain-controller-dead': {
    severity: 'warning',
    title: 'One of the domain controllers in DNS does not answer',
    owner: 'directory-administrator',
    summary:
      'DNS lists several domain controllers and at least one of them does not answer from here. The directory works with the others, but whoever picks this one waits or fails.',
    remedy: [
      onWindows(
        'See whether the controller is known and where it should be.',
        'Get-ADDomainController -Filter * | Format-Table HostName,IPv4Address,Site,IsGlobalCatalog',
      ),
      onWindows('Test it from another controller; expect it to pass.', 'dcdiag /s:DC /test:connectivity'),
      step('If it runs, allow TCP from the Console to DC on the LDAP port in use.'),
      step(
        'If it is down, start it. If it was retired, clean up its metadata, so that its DNS records go as well.',
      ),
    ],
    source: 'RFC 2782: a client tries the targets of an SRV answer; each should work',
    catalogueRefs: ['A27'],
  },
  'domain-clock-skew': {
    severity: 'error',
    title: "The domain's clock and this machine's differ by more than five minutes",
    owner: 'directory-administrator',
    summary:
      'Kerberos refuses logins beyond five minutes, so single sign-on and domain logins from here fail; certificates may seem expired or not yet valid. A simple bind of LDAP does not mind.',
    remedy: [
      ...onEach(
        'Measure the difference to the controller; expect less than a second or so. Nothing is set by this.',
        {
          windows: 'w32tm /stripchart /computer:ADDRESS /samples:3 /dataonly',
          linux: "chronyd -Q -t 5 'server ADDRESS iburst maxsamples 1'",
        },
      ),
      onWindows(
        'Find the controller that holds the PDC role: the domain takes its time from it.',
        '(Get-ADDomain).PDCEmulator',
      ),
      onWindows(
        'There, see where its time comes from; expect a real source, not the local clock.',
        'w32tm /query /status /verbose',
      ),
      step(
        "Correct the clock that disagrees with a trusted source: at the PDC role for the domain, or on this machine. On virtual machines look at the host's clock too.",
      ),
      onWindows('Then have the controllers follow.', 'w32tm /resync /rediscover'),
    ],
    source: 'RFC 4120 §8.2 (recommended clock skew of 5 minutes); rootDSE currentTime',
    catalogueRefs: ['A29'],
  },
  'not-active-directory': {
    severity: 'error',
    title: 'The LDAP server is not an Active Directory domain controller',
    owner: 'console-administrator',
    summary:
      'The server speaks LDAP, but its root entry lacks what every domain controller has. What expects Active Directory, such as finding machines, does not work with it.',
    remedy: [
      ...readRootDse('Read its root entry; a domain controller has defaultNamingContext and dnsHostName.'),
      ...findControllers('Find the real controllers; expect a line for each.'),
      step("Use one of them in the profile and in the Console's Active Directory settings."),
      step('If a load balancer or LDAP proxy stands in front, see which server it leads to.'),
    ],
    source: '[MS-ADTS] §3.1.1.3.2: rootDSE attributes of a domain controller',
    catalogueRefs: ['A32'],
  },
  'distant-domain-controller': {
    severity: 'info',
    title: 'The domain controller is in another site than this machine',
    owner: 'directory-administrator',
    summary:
      'The directory itself says that the controller belongs to another Active Directory site. It works; answers are slower than they could be, and the traffic crosses the WAN.',
    remedy: [
      onWindows(
        'From a member of the domain in this subnet, see the site it is counted to.',
        'nltest /dsgetsite',
      ),
      onWindows(
        "List subnets and sites; this machine's subnet should be there.",
        'Get-ADReplicationSubnet -Filter * | Format-Table Name,Site',
      ),
      step('If the subnet is missing, add it to the site that is near.'),
      step("Or name a controller of this site in the profile and in the Console's settings."),
    ],
    source: '[MS-ADTS] §6.3.1.9: DcSiteName and ClientSiteName of the LDAP ping',
    catalogueRefs: ['A33'],
  },
} satisfies Partial<CauseTexts<'active-directory'>>;
