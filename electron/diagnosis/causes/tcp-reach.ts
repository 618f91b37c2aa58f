import { type CauseTexts, onEach, onLinux, onWindows, step } from '../cause.ts';
import {
  showContainers,
  showListener,
  showServerFirewall,
  startContainers,
  tryPort,
} from './common-steps.ts';
import { VENDOR } from './vendor-pages.ts';

/** Connections that no service takes: who refused, dropped or never got them. */
export const TCP_REACH = {
  'port-closed': {
    severity: 'error',
    title: 'Nothing listens on this port',
    owner: 'console-administrator',
    summary:
      'The machine answers and refuses connections to this port, so everything that uses the port fails at once. A firewall rule that rejects with a TCP reset looks exactly the same from here.',
    remedy: [
      ...showListener(
        'On the server, see what listens on the port: expect a line with LISTEN whose local address is not only 127.0.0.1. No line, or an error, means that nothing listens.',
      ),
      ...showContainers,
      startContainers,
      step(
        'Check that this is the right port: AIR has a Console Port setting, and the user interface may be on 8443 while Responders stay on 443.',
      ),
      step(
        'If the server does listen and answers from its own subnet, ask the network team for the firewall rule that resets TCP from this machine to ADDRESS port PORT.',
      ),
    ],
    source: `RFC 9293 §3.10.7.1: a closed port answers SYN with RST; ${VENDOR.security}`,
    catalogueRefs: ['N01', 'N04', 'R02'],
    elsewhere: {
      responder: {
        owner: 'console-administrator',
        steps: [
          ...showListener(
            'On the Console server, see what listens on the real-time port: expect a line with LISTEN whose local address is not only 127.0.0.1.',
          ),
          ...showContainers,
          startContainers,
          step('Until it listens, Responders fall back to polling over HTTPS and tasks start later.'),
        ],
      },
      'active-directory': {
        owner: 'directory-administrator',
        steps: [
          onWindows(
            'On the domain controller, see whether the directory service runs: expect Running.',
            'Get-Service NTDS',
          ),
          onWindows(
            'Then see whether it listens: expect a line with Listen. For 636 it listens even without a certificate.',
            'Get-NetTCPConnection -LocalPort PORT -State Listen',
          ),
          step(
            'Check that ADDRESS is a domain controller: member servers and retired controllers refuse 389 and 636.',
          ),
        ],
      },
      syslog: {
        owner: 'siem-team',
        steps: [
          onLinux(
            'On the receiver, see what listens: expect a line with LISTEN whose local address is not only 127.0.0.1.',
            "sudo ss -ltnp 'sport = :PORT'",
          ),
          onLinux(
            'With rsyslog, see whether its configuration loads a TCP input for the port.',
            "sudo grep -rnE 'imtcp|imptcp' /etc/rsyslog.conf /etc/rsyslog.d",
          ),
          step(
            'Add the TCP input, or tell the Console administrator which transport and port the receiver takes.',
          ),
        ],
      },
    },
  },
  'port-filtered': {
    severity: 'error',
    title: 'A firewall drops this port without an answer',
    owner: 'network-team',
    summary:
      'Connection attempts to this port vanish, so programs wait until they give up. The firewall may stand on the way or on the server; where no other port of the host answered, a host that is off looks the same.',
    remedy: [
      step(
        'Allow TCP from this machine, and from every network that has to use the service, to ADDRESS port PORT on each firewall between them; answers of the same connection have to come back.',
      ),
      step(
        'Search the firewall logs for drops with destination ADDRESS and port PORT at the time of this run. No entry on one device means that the drop is on another.',
      ),
      ...showServerFirewall(
        'On the server, look at its own firewall for a rule that admits the port; expect one that allows it, inbound.',
      ),
      onLinux(
        'On a Linux server, watch for this machine (SOURCE) while Airway runs again; no line means that attempts are dropped on the way.',
        "sudo tcpdump -c 20 -ni any 'tcp dst port PORT and src host SOURCE'",
      ),
      ...tryPort('Afterwards try from this machine; expect TcpTestSucceeded : True, or "succeeded".'),
    ],
    source: 'RFC 9293 §3.8.1: a SYN without an answer is retransmitted; a dropped one never gets one',
    catalogueRefs: ['N02', 'R01', 'A01'],
  },
  'firewall-rejects': {
    severity: 'error',
    title: 'A firewall rejects the connection',
    owner: 'network-team',
    summary:
      'A device answers for the server with an ICMP refusal, so connections to this port fail at once. It is most often a firewall rule; a router that has no way to the network can send the same.',
    remedy: [
      step(
        'Find the rule that rejects what this machine sends to ADDRESS port PORT, and put an exception for exactly this pair and port before it.',
      ),
      ...onEach(
        'See which routers are on the way; the last one that answers stands at the place of the refusal.',
        {
          windows: 'tracert -d ADDRESS',
          linux: 'sudo traceroute -n -T -p PORT ADDRESS',
          macos: 'sudo traceroute -n -P tcp -p PORT ADDRESS',
        },
      ),
      onLinux(
        'Where a capture is possible on this machine, the sender of the ICMP message is the device to look at.',
        "sudo tcpdump -c 20 -ni any 'icmp or icmp6'",
      ),
      ...showServerFirewall(
        'If the sender is the server itself, look at its own firewall for the rule that rejects the port.',
      ),
      step('If it is a router, check its route to the network of ADDRESS.'),
    ],
    source: 'RFC 1812 §5.2.7.1 (ICMP type 3 codes 9, 10, 13) and RFC 4443 §3.1 (ICMPv6 type 1 code 1)',
    catalogueRefs: ['N03', 'N04', 'S04'],
  },
  'host-unreachable': {
    severity: 'error',
    title: 'No machine answers at this address',
    owner: 'console-administrator',
    summary:
      'The network of the address is reached, but no machine there answers for it: it is off, disconnected, or the address is not its own. Nothing on this host can be used.',
    remedy: [
      step('Check that the machine is on and connected, and that a virtual machine is not paused.'),
      ...onEach('On the server, list its addresses; expect ADDRESS among them.', {
        windows: 'Get-NetIPAddress | Format-Table IPAddress,InterfaceAlias,AddressState',
        linux: 'ip -brief address',
      }),
      ...onEach(
        'If this machine is in the same subnet, look for the neighbour entry; FAILED, INCOMPLETE or Unreachable confirms that nobody answers.',
        {
          windows: 'Get-NetNeighbor -IPAddress ADDRESS',
          linux: 'ip neigh show ADDRESS',
          macos: 'arp -n ADDRESS',
        },
      ),
      step('If the server has another address, correct the DNS record or the hosts file that leads here.'),
    ],
    source: 'RFC 1122 §2.3.2 (ARP) and RFC 792: ICMP type 3 code 1, host unreachable',
    catalogueRefs: ['N05', 'N06', 'S03'],
  },
  'no-route': {
    severity: 'error',
    title: 'This machine knows no route to the address',
    owner: 'asset-owner',
    summary:
      'This machine has no way to the network of the address, and nothing leaves it for there. Most often the default gateway is missing or a VPN is not connected.',
    remedy: [
      ...onEach('Ask the routing table for the way; expect a gateway or an interface, not an error.', {
        windows: 'Find-NetRoute -RemoteIPAddress ADDRESS',
        linux: 'ip route get ADDRESS',
        macos: 'route -n get ADDRESS',
      }),
      ...onEach('Look for the default route; expect one line with the gateway of this network.', {
        windows: "Get-NetRoute -DestinationPrefix '0.0.0.0/0','::/0'",
        linux: 'ip route show default; ip -6 route show default',
        macos: "netstat -rn | grep '^default'",
      }),
      step(
        'If the gateway is missing, renew the DHCP lease or enter the gateway in the network settings; if the network is behind a VPN, connect the VPN.',
      ),
      step('If only IPv6 has no route while IPv4 works, nothing has to be done on this machine.'),
    ],
    source: 'RFC 1122 §3.3.1: a host sends only where its route table leads; errno ENETUNREACH',
    catalogueRefs: ['N07'],
  },
  'host-filtered': {
    severity: 'error',
    title: 'This host answers on none of the tested ports',
    owner: 'network-team',
    summary:
      'The name resolves, but no tested port of the host gives any answer, so nothing on it can be used from here. Either a firewall drops everything to it, or it is off behind a network that does not say so.',
    remedy: [
      step('Check with the owner of the server that it is on and that ADDRESS is its address.'),
      ...onEach(
        'Follow the way; the last router that answers shows how far packets get. All stars after the first lines is common even on healthy networks.',
        {
          windows: 'tracert -d -h 20 ADDRESS',
          linux: 'tracepath -n -m 20 ADDRESS',
          macos: 'traceroute -n -m 20 ADDRESS',
        },
      ),
      step(
        'Search the firewall logs for drops from this machine to ADDRESS at the time of this run, and allow the ports that the site needs, not the whole host.',
      ),
      step(
        'Run Airway from another subnet: if it works there, the firewall between this subnet and the host is the place.',
      ),
      step(
        'On a SaaS or remote Console, check that this network is allowed to leave to the Internet on these ports.',
      ),
    ],
    source: 'RFC 9293 §3.8.1: SYNs without any answer on every port; rules out a single port rule',
    catalogueRefs: ['N08'],
  },
  'false-open': {
    severity: 'error',
    title: 'A device on the way accepts connections in place of the server',
    owner: 'network-team',
    summary:
      'Connections open even on a port that the server does not use, so an open port proves nothing here. The device may hold connections to a server that it cannot reach itself.',
    remedy: [
      step(
        'Find the device that completes TCP for the server: a firewall with SYN protection, a transparent proxy, a load balancer or a tunnel agent on this machine.',
      ),
      step(
        'Check on that device whether it reaches ADDRESS port PORT itself, and what its log says at the time of this run.',
      ),
      step(
        'Exempt TCP from this machine to ADDRESS port PORT from interception, and leave the protection on for everything else.',
      ),
      ...tryPort(
        'Afterwards try a port that the server surely does not use in place of PORT; expect a refusal or a timeout.',
      ),
    ],
    source: 'RFC 4987 §3.8: firewalls and proxies answer before the server does',
    catalogueRefs: ['N09', 'D13'],
  },
} satisfies Partial<CauseTexts<'tcp'>>;
