import { type CauseTexts, onEach, onLinux, step } from '../cause.ts';
import { readContainerLogs, showContainers } from './common-steps.ts';
import { VENDOR } from './vendor-pages.ts';

/** Connections that open, but not always, not everywhere or not for long. */
export const TCP_PATH = {
  'service-overloaded': {
    severity: 'error',
    title: 'The service accepts only some of the connections',
    owner: 'console-administrator',
    summary:
      'Some attempts to the same port open at once and others get no answer, so Responders and users are cut off at random. The queue of the service is full, or a device limits connections to it.',
    remedy: [
      ...onEach(
        'On the server, look at the queue; on Linux, Recv-Q near Send-Q means that the service does not take its connections.',
        {
          windows: 'Get-NetTCPConnection -LocalPort PORT | Group-Object State | Format-Table Name,Count',
          linux: "ss -ltn 'sport = :PORT'",
        },
      ),
      onLinux(
        'Count connections that were turned away; numbers that grow between two calls confirm it.',
        'nstat -az TcpExtListenOverflows TcpExtListenDrops',
      ),
      ...onEach('See what the server lacks: processor, memory or disk.', {
        windows:
          "Get-Counter '\\Processor(_Total)\\% Processor Time','\\Memory\\Available MBytes','\\PhysicalDisk(_Total)\\Avg. Disk Queue Length'",
        linux: 'uptime; free -h; df -h',
      }),
      onLinux('With Docker, see which container is at its limit.', 'sudo docker stats --no-stream'),
      onLinux(
        'With Docker, the queue of the service itself is inside its container; look at all of them.',
        "for c in $(sudo docker ps -q); do sudo docker inspect -f '{{.Name}}' $c; sudo nsenter -n -t $(sudo docker inspect -f '{{.State.Pid}}' $c) ss -ltn; done",
      ),
      step(
        'Give the server what is missing, or restart the one service that hangs. If the server is idle, ask the network team for a connection limit on the way.',
      ),
    ],
    source: 'listen(2) and tcp(7): SYNs are dropped while the accept queue is full',
    catalogueRefs: ['N10'],
  },
  'packet-loss': {
    severity: 'warning',
    title: 'Packets get lost on the way',
    owner: 'network-team',
    summary:
      'Several connections opened only after their first packets were repeated, which costs a second or more each. Everything works, but slowly, and long transfers such as evidence uploads suffer most.',
    remedy: [
      ...onEach(
        'Measure the loss; expect 0 % over 100 packets. Loss that begins at one hop and stays to the end is real.',
        {
          windows: 'pathping -n -q 50 ADDRESS',
          linux: 'mtr -n -r -w -c 100 ADDRESS',
          macos: 'ping -c 100 -i 0.2 ADDRESS',
        },
      ),
      ...onEach('Look for errors on the interface of this machine; expect counters that do not grow.', {
        windows: 'Get-NetAdapterStatistics | Format-List Name,*Error*,*Discard*',
        linux: 'ip -s link show',
        macos: 'netstat -i',
      }),
      step(
        'Check Wi-Fi reception, cable, duplex settings and the load of the WAN or VPN link; a link at its limit drops packets.',
      ),
    ],
    source:
      'RFC 6298 §2: the first retransmission comes after 1 s, so connect times cluster near 1 s and 3 s',
    catalogueRefs: ['N11'],
  },
  'ipv6-broken': {
    severity: 'warning',
    title: 'The name has IPv6 addresses that do not work from here',
    owner: 'network-team',
    summary:
      'DNS gives IPv6 addresses, but connections over IPv6 fail while IPv4 works. Programs lose time on each connection, and those that do not fall back to IPv4 fail.',
    remedy: [
      step(
        'Allow to the IPv6 addresses what is allowed to the IPv4 ones: firewalls keep separate rules for each.',
      ),
      ...onEach('Compare both ways; expect both to connect.', {
        windows:
          "curl.exe -6 -v --max-time 10 -o NUL 'https://HOST:PORT/'; curl.exe -4 -v --max-time 10 -o NUL 'https://HOST:PORT/'",
        linux:
          "curl -6 -v --max-time 10 -o /dev/null 'https://HOST:PORT/'; curl -4 -v --max-time 10 -o /dev/null 'https://HOST:PORT/'",
        macos:
          "curl -6 -v --max-time 10 -o /dev/null 'https://HOST:PORT/'; curl -4 -v --max-time 10 -o /dev/null 'https://HOST:PORT/'",
      }),
      step(
        'If the site does not route IPv6, have the DNS administrator remove the AAAA records of HOST until it does.',
      ),
      step('Let ICMPv6 types 1 to 4 pass: IPv6 depends on them (RFC 4890 §4.3.1).'),
    ],
    source: 'RFC 8305 §1: hosts with broken IPv6 delay or break connections to dual-stack names',
    catalogueRefs: ['N12'],
  },
  'address-dead': {
    severity: 'warning',
    title: 'One of several addresses of the name does not answer',
    owner: 'console-administrator',
    summary:
      'The name leads to more than one address and at least one of them does not work, so failures come and go with the address that a program happens to pick.',
    remedy: [
      step(
        'Decide whether a server should be at ADDRESS. If so, start it or repair its service on port PORT.',
      ),
      step('If not, have the DNS administrator remove the record that leads to ADDRESS.'),
      ...onEach(
        'Afterwards list the addresses; expect only those that work. Old answers live until their TTL ends.',
        {
          windows: 'Resolve-DnsName -Name HOST -DnsOnly',
          linux: 'dig +noall +answer HOST A HOST AAAA',
          macos: 'dig +noall +answer HOST A HOST AAAA',
        },
      ),
    ],
    source: 'RFC 1123 §2.3: a host name may have several addresses, and programs should try them all',
    catalogueRefs: ['N13'],
  },
  'path-mtu-black-hole': {
    severity: 'error',
    title: 'Large packets vanish on the way (path MTU black hole)',
    owner: 'network-team',
    summary:
      'Connections open and small packets pass, but full-size packets disappear without an error, so TLS handshakes and transfers stall. A link with a smaller MTU, often a VPN or tunnel, sits behind a device that blocks the ICMP messages about it.',
    remedy: [
      ...onEach(
        'Find the largest packet that passes, without fragmentation; lower 1472 until an answer comes. The MTU is that number plus 28.',
        {
          windows: 'ping -f -l 1472 -n 4 ADDRESS',
          linux: 'ping -M do -s 1472 -c 4 ADDRESS',
          macos: 'ping -D -s 1472 -c 4 ADDRESS',
        },
      ),
      onLinux(
        'Or let tracepath find the hop after which the pmtu falls or answers stop.',
        'tracepath -n ADDRESS',
      ),
      step(
        'Let ICMP type 3 code 4 (fragmentation needed) and ICMPv6 type 2 (packet too big) pass on every firewall between: this is the repair.',
      ),
      onLinux(
        'Where that cannot be done, clamp the MSS to the path MTU on the router before the narrow link. This is the rule for nftables with a chain called forward.',
        'sudo nft add rule inet filter forward tcp flags syn tcp option maxseg size set rt mtu',
      ),
      step('If a VPN client on this machine makes the narrow link, lower its MTU to the number found.'),
    ],
    source:
      'RFC 2923 §2.1 (black hole), RFC 1191 §3 and RFC 8201 §4 (path MTU discovery needs these messages)',
    catalogueRefs: ['C29', 'C30'],
  },
  'closed-on-accept': {
    severity: 'error',
    title: 'Connections are closed as soon as they open',
    owner: 'console-administrator',
    summary:
      'The port accepts connections and hangs up before a word is said, so no program can use it. Usual reasons are a load balancer without a healthy server, a list of allowed sources, or a server that expects a PROXY protocol header.',
    remedy: [
      step(
        'If a load balancer or reverse proxy stands in front, look at its health checks; expect at least one healthy server.',
      ),
      ...showContainers,
      readContainerLogs('Read what the service logged at the time of this run.'),
      step(
        'Look for a list of allowed sources on the service, the load balancer or an intrusion prevention system, and add the networks of this machine and of the assets. AIR itself has an IP restriction for its user interface; it does not concern Responders.',
      ),
      step(
        'If the load balancer sends the PROXY protocol, both sides have to agree: switch it on at the server, or off at the load balancer.',
      ),
    ],
    source: `FIN or RST before any byte of the service; ${VENDOR.security}`,
    catalogueRefs: ['C02', 'R18'],
  },
} satisfies Partial<CauseTexts<'tcp'>>;
