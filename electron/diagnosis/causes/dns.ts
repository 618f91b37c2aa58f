import { defineCauses, onEach, step } from '../cause.ts';
import { tryPort } from './common-steps.ts';

/** Asks one resolver directly, past hosts file and caches. */
const askResolver = (text: string) =>
  onEach(text, {
    windows: 'Resolve-DnsName -Name NAME -Server RESOLVER -DnsOnly',
    linux: 'dig @RESOLVER NAME A NAME AAAA',
    macos: 'dig @RESOLVER NAME A NAME AAAA',
  });

/** Asks as all programs of this machine do. */
const askSystem = (text: string) =>
  onEach(text, {
    windows: "[Net.Dns]::GetHostAddresses('NAME') | Format-Table IPAddressToString",
    linux: 'getent ahosts NAME',
    macos: 'dscacheutil -q host -a name NAME',
  });

const forgetAnswers = (text: string) =>
  onEach(text, {
    windows: 'Clear-DnsClientCache',
    linux: 'sudo resolvectl flush-caches',
    macos: 'sudo dscacheutil -flushcache && sudo killall -HUP mDNSResponder',
  });

const showResolvers = (text: string) =>
  onEach(text, {
    windows: 'Get-DnsClientServerAddress | Format-Table InterfaceAlias,ServerAddresses',
    linux: 'resolvectl status || cat /etc/resolv.conf',
    macos: "scutil --dns | grep -E 'nameserver|search domain|if_index'",
  });

/** Causes of name resolution. */
export const DNS_CAUSES = defineCauses('dns', {
  'name-not-found': {
    severity: 'error',
    title: 'The name does not exist in DNS',
    owner: 'dns-administrator',
    summary:
      'The resolvers that this machine uses answer that there is no such name, so nothing that uses the name gets as far as a connection.',
    remedy: [
      step('Check the spelling, and whether the full name with its domain was typed.'),
      ...askResolver(
        'Ask the resolver again, then one of the network where the name is known; if only that one answers, this machine asks the wrong one.',
      ),
      step(
        "Add an A record for NAME to the zone that the site's resolvers serve, with the address that assets can reach.",
      ),
      ...forgetAnswers(
        "Afterwards make this machine forget the old answer; resolvers forget it when the zone's negative TTL ends.",
      ),
    ],
    source: 'RFC 1035 §4.1.1 (RCODE 3) and RFC 2308 §5 (negative answers are cached)',
    catalogueRefs: ['D01'],
  },
  'resolver-failing': {
    severity: 'error',
    title: 'The resolver fails to get an answer (SERVFAIL)',
    owner: 'dns-administrator',
    summary:
      'The resolver is reached but cannot resolve the name: its forwarders do not answer, or the zone is broken or fails DNSSEC. Names may still resolve by another resolver, with delay.',
    remedy: [
      ...askResolver('Ask again; expect SERVFAIL to go away once it is repaired.'),
      ...onEach("Ask without DNSSEC validation; an answer now means that the zone's signatures are broken.", {
        windows: 'Resolve-DnsName -Name NAME -Server RESOLVER -DnssecCd',
        linux: 'dig +cd @RESOLVER NAME A',
      }),
      step(
        'On the resolver, check that its forwarders and the servers of the zone answer, and read its log.',
      ),
      step('If only this zone fails, its own DNS servers have to be repaired.'),
    ],
    source: 'RFC 1035 §4.1.1 (RCODE 2) and RFC 4035 §5.5 (validation failure gives SERVFAIL)',
    catalogueRefs: ['D03'],
  },
  'resolver-refuses': {
    severity: 'error',
    title: 'The resolver refuses to answer this machine',
    owner: 'dns-administrator',
    summary:
      'The resolver is reached and answers REFUSED: it does not serve this network, or not this zone. This machine loses time with it, and fails where it has no other.',
    remedy: [
      ...askResolver('Ask again from this machine; expect an answer after the repair.'),
      step(
        'On the resolver, add the network of this machine to those that may ask: allow-recursion in BIND, access-control in Unbound.',
      ),
      ...showResolvers(
        'If the resolver is not meant for this network, see where it is set; DHCP or a VPN often hands out a wrong one.',
      ),
    ],
    source: 'RFC 1035 §4.1.1: RCODE 5, refused by policy',
    catalogueRefs: ['D04'],
  },
  'resolver-silent': {
    severity: 'error',
    title: 'The resolver does not answer',
    owner: 'network-team',
    summary:
      'Questions to the resolver get no answer at all, so each lookup waits for its end. A firewall that drops UDP 53, or a resolver that is off, looks like this.',
    remedy: [
      ...askResolver('Ask again; expect an answer within a second.'),
      step("Allow UDP and TCP from this machine's network to RESOLVER port 53; answers have to come back."),
      step(
        "If the resolver is off, have it started; if it is gone, take it out of DHCP and of this machine's settings.",
      ),
      ...showResolvers('See which resolvers this machine uses.'),
    ],
    source: 'RFC 1035 §4.2.1: DNS over UDP, silence is not an answer',
    catalogueRefs: ['D05'],
  },
  'resolver-down': {
    severity: 'error',
    title: "No DNS service answers at the resolver's address",
    owner: 'dns-administrator',
    summary:
      "The machine at the resolver's address is up and says that nothing listens on port 53, so lookups by it fail at once.",
    remedy: [
      ...onEach('On the resolver, see whether its service listens; expect a line for port 53.', {
        windows: 'Get-Service DNS; Get-NetUDPEndpoint -LocalPort 53',
        linux: "sudo ss -lunp 'sport = :53'",
      }),
      step('Start the service, and see in its log why it stopped.'),
      ...showResolvers(
        'If the address is not that of a resolver, see where it is set, and correct it there.',
      ),
    ],
    source: 'RFC 1122 §4.1.3.1: ICMP port unreachable to the question',
    catalogueRefs: ['D06'],
  },
  'dns-tcp-blocked': {
    severity: 'error',
    title: 'DNS over TCP is blocked, so large answers fail',
    owner: 'network-team',
    summary:
      'The resolver says that its answer is too large for UDP, and TCP port 53 does not open. Small answers work; names with large ones, such as long address lists or signed zones, do not resolve.',
    remedy: [
      step("Allow TCP from this machine's network to RESOLVER port 53, as UDP is allowed."),
      ...onEach('Try; expect the same answer as over UDP.', {
        windows: 'Resolve-DnsName -Name NAME -Server RESOLVER -TcpOnly',
        linux: 'dig +tcp @RESOLVER NAME A',
        macos: 'dig +tcp @RESOLVER NAME A',
      }),
      step('On the resolver, check that it listens on TCP 53 too.'),
    ],
    source: 'RFC 7766 §5: DNS servers and networks have to support TCP',
    catalogueRefs: ['D07'],
  },
  'resolvers-disagree': {
    severity: 'warning',
    title: 'The resolvers give different answers for the name',
    owner: 'dns-administrator',
    summary:
      'The configured resolvers do not say the same, so the result depends on which one answers first, and failures come and go. An inside and an outside view of the zone, or a VPN, is the usual reason.',
    remedy: [
      ...askResolver('Ask each of them in place of RESOLVER; note which answer is right for this network.'),
      step(
        'Let this machine use only resolvers that serve the same view; a public one beside internal ones is a common mistake.',
      ),
      ...showResolvers('See where they come from: DHCP, a VPN, or a setting of this machine.'),
      step('If the zone was changed just now, wait until the old TTL ends, and ask again.'),
    ],
    source: 'RFC 9499 §6 (split DNS); stub resolvers may ask any of their servers',
    catalogueRefs: ['D08'],
  },
  'hosts-file-override': {
    severity: 'warning',
    title: 'The hosts file of this machine decides where the name leads',
    owner: 'asset-owner',
    summary:
      'A line in the hosts file names the host, so this machine uses its address and ignores DNS. It may be meant for a test; when the Console moves, only this machine fails.',
    remedy: [
      ...onEach('Read the lines; the name is among them.', {
        windows:
          'Select-String -Path "$env:SystemRoot\\System32\\drivers\\etc\\hosts" -Pattern \'^\\s*[^#\\s]\'',
        linux: "grep -vE '^[[:space:]]*(#|$)' /etc/hosts",
        macos: "grep -vE '^[[:space:]]*(#|$)' /etc/hosts",
      }),
      step('If the line is old, have it removed, and let DNS lead to the right address.'),
      ...askSystem('Then ask as programs do; expect the address that DNS gives.'),
    ],
    source: 'hosts(5) and nsswitch.conf(5); on Windows the hosts file is read into the DNS cache first',
    catalogueRefs: ['D09'],
  },
  'dns-wildcard': {
    severity: 'warning',
    title: 'DNS answers for every name, even invented ones',
    owner: 'dns-administrator',
    summary:
      'A name that was made up at random resolves too, so a lookup that works proves nothing. A typing error leads to a machine that is not the Console.',
    remedy: [
      ...onEach('Ask for an invented name of the same domain in place of NAME; an address confirms it.', {
        windows: 'Resolve-DnsName -Name NAME -DnsOnly',
        linux: 'dig +short NAME A',
        macos: 'dig +short NAME A',
      }),
      step(
        "Check that the address that NAME leads to is the Console's own, not the one that every name gets.",
      ),
      step('Give the Console a record of its own, and remove the wildcard (*) if nothing needs it.'),
      step("If a provider's resolver invents answers, use the site's resolvers."),
    ],
    source: 'RFC 4592 §2 (wildcards) and RFC 8020 (NXDOMAIN is what an unknown name should get)',
    catalogueRefs: ['D10'],
  },
  'dns-sinkhole': {
    severity: 'error',
    title: 'DNS leads the name to a blocking address',
    owner: 'dns-administrator',
    summary:
      "The answer is an address that filters use for blocked names, or one that cannot be the Console's, so connections end at a block page or nowhere.",
    remedy: [
      ...askResolver('Ask the resolver; note the address that it gives.'),
      step(
        'Search the log of the DNS filter or protective DNS for NAME at the time of this run: it names the list.',
      ),
      step('Exempt NAME in the DNS filter; the filter stays on for everything else.'),
      ...forgetAnswers('Then make this machine forget the old answer.'),
    ],
    source:
      "RFC 8914 §4.16 to §4.18 (blocked, censored, filtered); addresses such as 0.0.0.0 and filter vendors' own",
    catalogueRefs: ['D12'],
  },
  'synthetic-address': {
    severity: 'warning',
    title: 'The name leads to an address that a tunnel agent made up',
    owner: 'engineer',
    summary:
      'The address is from a range that VPN and zero-trust agents hand out in place of the real one. Connections end in the agent first, so an open port says nothing of the Console.',
    remedy: [
      ...askSystem('See the address; 100.64.0.0/10 and 198.18.0.0/15 are typical of agents.'),
      step(
        'Find the agent on this machine, and ask its administrator whether the Console is published in it, on all its ports.',
      ),
      ...tryPort(
        'Try a port that the Console surely does not use in place of PORT; if it opens too, the agent answers.',
      ),
      step('Run Airway again with the agent paused, if you may, or from a machine without it, and compare.'),
    ],
    source:
      'RFC 6598 (100.64.0.0/10) and RFC 2544 appendix C.2.2 (198.18.0.0/15): not assigned to public hosts',
    catalogueRefs: ['D13'],
  },
});
