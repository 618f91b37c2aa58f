import { type CauseTexts, onEach, onLinux, step } from '../cause.ts';
import { readContainerLogs, showContainers, showListener, startContainers, tryPort } from './common-steps.ts';
import { VENDOR } from './vendor-pages.ts';

/** Reads the greeting that a NATS server sends by itself; nothing is sent. */
const readGreeting = (text: string) =>
  onEach(text, {
    windows:
      "$c=[Net.Sockets.TcpClient]::new('ADDRESS',PORT); $c.ReceiveTimeout=3000; [IO.StreamReader]::new($c.GetStream()).ReadLine(); $c.Dispose()",
    linux: 'timeout 3 nc ADDRESS PORT </dev/null',
    macos: 'nc -w 3 ADDRESS PORT </dev/null',
  });

const POLLING =
  "AIR's documentation names this port as an optional real-time channel; without it Responders poll over HTTPS and tasks start later.";

/** Faults of the real-time channel, which is NATS. */
export const RESPONDER_NATS = {
  'real-time-port-blocked': {
    severity: 'warning',
    title: 'The real-time port is blocked, HTTPS passes',
    owner: 'network-team',
    summary: `The Console's HTTPS port works from here, the port for real-time tasks does not. ${POLLING}`,
    remedy: [
      step('Decide whether tasks have to start at once on these assets. If not, nothing has to be done.'),
      step(
        'If so, allow TCP from the networks of the assets to ADDRESS port PORT, outbound from the asset. Assets accept no connection from the Console, so no inbound rule is needed.',
      ),
      step(
        'The flow is NATS, not HTTP: exempt it from protocol and TLS inspection, and from a proxy that passes only 443.',
      ),
      ...showListener(
        'If the connection was refused rather than dropped, see on the Console server whether the port is served.',
      ),
      ...tryPort('Afterwards try from an asset; expect TcpTestSucceeded : True, or "succeeded".'),
    ],
    source: `${VENDOR.ports}; ${VENDOR.network}`,
    catalogueRefs: ['R01', 'R02'],
  },
  'nats-no-info': {
    severity: 'error',
    title: 'The real-time port opens, but no NATS greeting comes',
    owner: 'network-team',
    summary: `A NATS server speaks first, and no greeting came, neither in clear nor over TLS; usually a device on the way holds the connection and waits for the client. ${POLLING}`,
    remedy: [
      ...readGreeting('From here read the greeting; expect a line that begins with INFO.'),
      onLinux(
        'Do the same on the Console server; if INFO comes there, a device on the way withholds it.',
        'timeout 3 nc 127.0.0.1 PORT </dev/null',
      ),
      step(
        'Exempt TCP to ADDRESS port PORT from protocol detection, TLS inspection and transparent proxying on firewall and proxy.',
      ),
      ...showContainers,
    ],
    source:
      'NATS client protocol: the server sends INFO on connect, https://docs.nats.io/reference/protocols/client.md',
    catalogueRefs: ['R04'],
  },
  'nats-tls-missing': {
    severity: 'error',
    title: 'The real-time port offers no TLS although TLS was expected',
    owner: 'console-administrator',
    summary:
      'The NATS greeting offers no TLS, so a client that insists on it cannot connect, and one that does not sends its data in clear. Another server than the expected one may answer here.',
    remedy: [
      ...readGreeting(
        'Read the greeting; expect tls_required or tls_available in it if the server is set to TLS.',
      ),
      step('Check that ADDRESS is the Console and not a load balancer or another NATS server.'),
      ...showContainers,
      onLinux(
        'Read the log of the NATS container from its start, where it says whether TLS was loaded; its service is usually called nats.',
        'sudo docker compose logs --no-log-prefix nats | head -40',
      ),
      step("Do not edit the Console's NATS configuration by hand; take greeting and log to AIR support."),
    ],
    source:
      'NATS INFO fields tls_required and tls_available: https://docs.nats.io/reference/protocols/client.md',
    catalogueRefs: ['R06'],
  },
  'nats-tls-failed': {
    severity: 'error',
    title: 'TLS on the real-time port cannot be established',
    owner: 'console-administrator',
    summary: `The server on the real-time port begins TLS and the handshake fails, so no client gets as far as NATS. ${POLLING}`,
    remedy: [
      step('Look at the alert or error that this finding quotes: it says what the other side objects to.'),
      ...readGreeting('Read the greeting; tls_required in it means that clients have to make TLS.'),
      onLinux(
        'On the Console server, read what NATS logged of the handshake at the time of this run; its service is usually called nats.',
        'sudo docker compose logs --since 1h --no-log-prefix nats | grep -i tls',
      ),
      step(
        'Compare from another network. If TLS works there, exempt TCP to ADDRESS port PORT from TLS inspection on the way.',
      ),
      step("Do not edit the Console's NATS configuration by hand; take greeting and log to AIR support."),
    ],
    source:
      'NATS client protocol: TLS follows INFO, https://docs.nats.io/reference/protocols/client.md; alerts by RFC 8446 §6.2',
    catalogueRefs: ['R07'],
  },
  'nats-refused': {
    severity: 'error',
    title: 'The NATS server refuses clients from here',
    owner: 'console-administrator',
    summary: `A NATS server answers on the real-time port and refuses for another reason than a missing login, which it gives in its own words. ${POLLING}`,
    remedy: [
      step('Look at the refusal that this finding quotes; the documentation of NATS explains its wording.'),
      ...readGreeting('Read the greeting; version and server_name tell whether this is the expected server.'),
      ...showContainers,
      readContainerLogs(
        'Read the log of the NATS container at the time of this run: it says who was refused and why.',
      ),
      step("Do not edit the Console's NATS configuration by hand; take refusal and log to AIR support."),
    ],
    source: 'NATS client protocol: -ERR, https://docs.nats.io/reference/protocols/client.md',
    catalogueRefs: ['R09'],
  },
  'nats-client-certificate-required': {
    severity: 'error',
    title: 'The NATS server asks for a client certificate',
    owner: 'console-administrator',
    summary: `The server on the real-time port takes only clients that show a certificate of their own (tls_verify), so clients without one are turned away. ${POLLING}`,
    remedy: [
      ...readGreeting('Read the greeting; "tls_verify":true confirms it.'),
      step(
        "Check that this is the Console's own NATS server, not another one or a load balancer set to mutual TLS.",
      ),
      ...showContainers,
      step(
        'If somebody changed the NATS configuration of the Console, undo that change; else take greeting and log to AIR support.',
      ),
    ],
    source:
      'NATS INFO field tls_verify: https://docs.nats.io/reference/protocols/client.md; RFC 8446 §6.2, alert 116',
    catalogueRefs: ['R08'],
  },
  'nats-connection-limit': {
    severity: 'error',
    title: 'The NATS server has reached its limit of connections',
    owner: 'console-administrator',
    summary: `The server on the real-time port turns new clients away because it serves as many as it may. ${POLLING}`,
    remedy: [
      onLinux(
        'On the Console server count the connections; compare with the number of assets. Behind Docker they do not show in ss, so the tool of the package conntrack counts them.',
        'sudo conntrack -L -p tcp --dport PORT --state ESTABLISHED 2>/dev/null | wc -l',
      ),
      onLinux(
        'See who holds them; one address with very many is a NAT device or a fault.',
        "sudo conntrack -L -p tcp --dport PORT --state ESTABLISHED 2>/dev/null | awk '{print $5}' | sort | uniq -c | sort -rn | head",
      ),
      ...showContainers,
      readContainerLogs('Look for "maximum connections exceeded" in the log of the NATS container.'),
      step(
        'Ask AIR support for the limit that fits the number of assets; open files and memory of the server have to fit it too.',
      ),
    ],
    source: "nats-server max_connections: -ERR 'maximum connections exceeded', https://docs.nats.io",
    catalogueRefs: ['R11'],
  },
  'nats-wrong-port': {
    severity: 'error',
    title: 'This is a NATS server, but not its port for clients',
    owner: 'console-administrator',
    summary: `The port belongs to NATS' clustering, monitoring or WebSocket listener, so clients get an error instead of service. ${POLLING}`,
    remedy: [
      ...readGreeting(
        'Read the greeting; the port in it is the server\'s own, and "proto":2 or a cluster name hints at a route port.',
      ),
      step('Use the client port, in AIR 4222, in the profile and in firewall rules.'),
      step('If a NAT rule, load balancer or port mapping leads here, let it end at the client port.'),
      onLinux(
        'On a self-hosted Console, see what the NATS container publishes.',
        "sudo docker ps --format 'table {{.Names}}\\t{{.Ports}}'",
      ),
    ],
    source: `nats-server: 4222 clients, 6222 routes, 8222 monitoring, https://docs.nats.io; ${VENDOR.ports}`,
    catalogueRefs: ['R12', 'R13'],
  },
  'not-nats': {
    severity: 'error',
    title: 'Another service answers on the real-time port',
    owner: 'console-administrator',
    summary: `What answers on this port is not NATS, most often a web server, a proxy or a load balancer. ${POLLING}`,
    remedy: [
      step('Look at the answer that this finding quotes; it names the program.'),
      ...showListener('On the Console server, see which program owns the port.'),
      step(
        "If a NAT rule or load balancer stands in front, let the port end at the Console's own port as plain TCP, not as HTTP.",
      ),
      ...showContainers,
      startContainers,
    ],
    source:
      'NATS client protocol: a NATS server begins with INFO, https://docs.nats.io/reference/protocols/client.md',
    catalogueRefs: ['R14'],
  },
  'nats-cut-by-inspection': {
    severity: 'error',
    title: 'Something on the way cuts NATS after its greeting',
    owner: 'network-team',
    summary: `The greeting arrives, and the connection dies or falls silent once the client answers, as it does with inspection that does not know NATS. ${POLLING}`,
    remedy: [
      step(
        'Search the logs of firewall and intrusion prevention for ADDRESS port PORT at the time of this run: unknown application, protocol mismatch or decryption error.',
      ),
      step(
        'Exempt exactly this flow, TCP from the networks of the assets to ADDRESS port PORT, from application control and TLS inspection.',
      ),
      onLinux(
        'Compare on the Console server: INFO and then PONG, or an authorization error, means that the server is well. Where INFO says tls_required, this plain try proves nothing.',
        'printf \'CONNECT {"verbose":false}\\r\\nPING\\r\\n\' | timeout 3 nc 127.0.0.1 PORT',
      ),
      ...onEach('And from an asset; the difference is the device on the way.', {
        windows:
          '$c=[Net.Sockets.TcpClient]::new(\'ADDRESS\',PORT); $c.ReceiveTimeout=3000; $s=$c.GetStream(); $r=[IO.StreamReader]::new($s); $r.ReadLine(); $b=[Text.Encoding]::ASCII.GetBytes(\'CONNECT {"verbose":false}\'+"`r`nPING`r`n"); $s.Write($b,0,$b.Length); $r.ReadLine(); $c.Dispose()',
        linux: 'printf \'CONNECT {"verbose":false}\\r\\nPING\\r\\n\' | timeout 3 nc ADDRESS PORT',
        macos: 'printf \'CONNECT {"verbose":false}\\r\\nPING\\r\\n\' | nc -w 3 ADDRESS PORT',
      }),
    ],
    source:
      'nats-server issues 291 and 1566: devices that expect TLS first break NATS, https://github.com/nats-io/nats-server/issues/291',
    catalogueRefs: ['R15', 'R16', 'R22'],
  },
  'nats-advertises-unreachable': {
    severity: 'warning',
    title: 'The NATS server advertises addresses that do not answer from here',
    owner: 'console-administrator',
    summary:
      'The first connection works, but the other addresses that the server tells its clients to use do not. Clients that reconnect may try those and be without real-time tasks until they come back to the first.',
    remedy: [
      ...readGreeting(
        'Read connect_urls in the greeting; private or internal addresses there are the fault.',
      ),
      step(
        'If assets come through NAT or a load balancer, the server has to advertise the outer address, or nothing.',
      ),
      step('If the addresses are right, allow them, with their ports, from the networks of the assets.'),
      step('Take the greeting to AIR support before changing the NATS configuration of the Console.'),
    ],
    source: 'nats-server client_advertise and no_advertise, https://docs.nats.io; INFO field connect_urls',
    catalogueRefs: ['R19'],
  },
} satisfies Partial<CauseTexts<'responder'>>;
