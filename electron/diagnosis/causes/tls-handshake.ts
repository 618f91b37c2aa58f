import { type CauseTexts, onEach, onLinux, onWindows, step } from '../cause.ts';
import {
  readContainerLogs,
  showCertificate,
  showContainers,
  showListener,
  tryProxy,
} from './common-steps.ts';
import { VENDOR } from './vendor-pages.ts';

/** Handshakes that do not come to an end. */
export const TLS_HANDSHAKE = {
  'tls-no-answer': {
    severity: 'error',
    title: 'The port opens, but no TLS answer comes',
    owner: 'console-administrator',
    summary:
      'The connection opens and the TLS greeting is taken, but nothing comes back, so every client hangs until it gives up. The service behind the port hangs, or a load balancer holds connections for servers that are not there.',
    remedy: [
      onLinux(
        'On the server itself ask for TLS; if an answer comes at once there, the fault is on the way, not on the server.',
        'timeout 10 openssl s_client -connect localhost:PORT -servername HOST </dev/null',
      ),
      onWindows(
        'The same on a Windows server; expect a status line or a certificate message, not a timeout.',
        "curl.exe -v --max-time 10 -o NUL 'https://localhost:PORT/'",
      ),
      ...showContainers,
      readContainerLogs(
        'Read what the service logged at the time of this run, then restart the one that hangs.',
      ),
      step(
        'If a load balancer stands in front, look at its health checks; expect at least one healthy server.',
      ),
      step(
        'If the server answers locally, ask the network team for a device that inspects TLS on the way, or for blocked ICMP "fragmentation needed".',
      ),
    ],
    source: 'RFC 8446 §4.1.3: a ServerHello or an alert has to follow the ClientHello',
    catalogueRefs: ['C01'],
  },
  'tls-name-blocked': {
    severity: 'error',
    title: 'Connections are cut as soon as they name this host',
    owner: 'network-team',
    summary:
      'The same address accepts TLS under another name, but the connection is cut when the TLS greeting names this host. A firewall or web filter that reads the name does this, and Responders and browsers are cut off alike.',
    remedy: [
      step(
        'Search the web filter, next-generation firewall and DNS filter logs for HOST at the time of this run; the name may be uncategorised or in a blocked category.',
      ),
      step(
        'Allow the name HOST for this machine and the networks of the assets, on port PORT; nothing else has to be opened.',
      ),
      onLinux(
        'Compare with and without the name: this one is cut.',
        'openssl s_client -connect ADDRESS:PORT -servername HOST </dev/null',
      ),
      onLinux('This one passes.', 'openssl s_client -connect ADDRESS:PORT -noservername </dev/null'),
      onWindows(
        'On Windows, this one is cut while the address alone is not.',
        "curl.exe -v --max-time 10 -o NUL 'https://HOST:PORT/'",
      ),
    ],
    source: 'RFC 6066 §3: the server name is readable in the ClientHello',
    catalogueRefs: ['C03'],
  },
  'plain-http-on-tls-port': {
    severity: 'error',
    title: 'The port speaks plain HTTP where TLS is expected',
    owner: 'console-administrator',
    summary:
      'A web server answers on this port without TLS, so HTTPS clients, Responders among them, fail at once. AIR requires HTTPS.',
    remedy: [
      ...onEach(
        'Ask the port in plain HTTP; an answer confirms it, and its Server header tells which program it is.',
        {
          windows: "curl.exe -sI --max-time 10 'http://HOST:PORT/'",
          linux: "curl -sI --max-time 10 'http://HOST:PORT/'",
          macos: "curl -sI --max-time 10 'http://HOST:PORT/'",
        },
      ),
      step(
        'If a load balancer or reverse proxy ends TLS, set this listener to HTTPS and give it the certificate with its chain.',
      ),
      step(
        'If a port forward or NAT rule leads here, let it end at the HTTPS port of the Console, usually 443, not at 80.',
      ),
      onLinux(
        'On a self-hosted Console, see which container publishes the port; expect the HTTPS port behind it.',
        "sudo docker ps --format 'table {{.Names}}\\t{{.Ports}}'",
      ),
    ],
    source: `RFC 9110 §4.2.2 (https needs TLS); ${VENDOR.tls}`,
    catalogueRefs: ['C04'],
  },
  'wrong-service': {
    severity: 'error',
    title: 'Another service answers on this port',
    owner: 'console-administrator',
    summary:
      'Something else than the expected service greets on this port, so the real one cannot be reached there. Usually an address, a NAT rule or a port number leads to the wrong place.',
    remedy: [
      step(
        'Compare address and port with what the server really offers; the greeting that was seen names the program that answers.',
      ),
      ...showListener('On the server, see which program owns the port.'),
      step('If a NAT rule or load balancer stands between, check to which machine and port it forwards.'),
      step('Correct the port in the profile, or move the other program away from it.'),
    ],
    source: 'RFC 8446 §5.1: every TLS record starts with its type and version; this answer does not',
    catalogueRefs: ['C06'],
  },
  'tls-version-too-old': {
    severity: 'error',
    title: 'Server and client have no TLS version in common',
    owner: 'console-administrator',
    summary:
      'The server turns down TLS 1.2 and 1.3; usually it offers only TLS 1.0 or 1.1, which current systems no longer accept. Every up-to-date client fails.',
    remedy: [
      ...onEach('Try each version; expect TLS 1.2 or 1.3 to be agreed.', {
        windows: "curl.exe -v --tlsv1.2 --max-time 10 -o NUL 'https://HOST:PORT/'",
        linux: 'openssl s_client -connect ADDRESS:PORT -servername HOST -tls1_2 </dev/null',
      }),
      onLinux('And TLS 1.3.', 'openssl s_client -connect ADDRESS:PORT -servername HOST -tls1_3 </dev/null'),
      step(
        'Enable TLS 1.2 and 1.3 on the server, or on the load balancer or reverse proxy that ends TLS for it.',
      ),
      onWindows(
        'On a Windows server see whether a policy turns TLS 1.2 off; expect no Enabled : 0 under Server.',
        "Get-ChildItem 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols' -Recurse | Get-ItemProperty | Format-List PSPath,Enabled,DisabledByDefault",
      ),
      onLinux('With nginx, see which versions are set.', "sudo grep -rn 'ssl_protocols' /etc/nginx"),
    ],
    source: 'RFC 8446 §6.2: alert 70 protocol_version; RFC 8996 retires TLS 1.0 and 1.1',
    catalogueRefs: ['C07'],
  },
  'tls-no-common-cipher': {
    severity: 'error',
    title: 'Server and client have no cipher suite in common',
    owner: 'console-administrator',
    summary:
      'The server ends the handshake because it accepts none of the cipher suites that are offered, so current clients cannot connect. Some servers send the same alert for other reasons, such as a missing client certificate.',
    remedy: [
      step("Read the server's log at the time of this run: it names the reason, which the alert does not."),
      onLinux(
        'With nginx, see which suites are set.',
        "sudo grep -rnE 'ssl_ciphers|ssl_conf_command' /etc/nginx",
      ),
      onWindows(
        'On Windows list the suites that are enabled; expect some with ECDHE and GCM.',
        'Get-TlsCipherSuite | Format-Table Name',
      ),
      step(
        'Allow at least TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, or the ECDSA form for an ECDSA certificate, and the suites of TLS 1.3.',
      ),
      onLinux(
        'Check that certificate and suites fit: an RSA certificate needs RSA suites, an ECDSA certificate ECDSA suites.',
        'openssl s_client -connect ADDRESS:PORT -servername HOST -tls1_2 -cipher ECDHE+AESGCM </dev/null',
      ),
    ],
    source: 'RFC 8446 §6.2: alert 40 handshake_failure; suites of RFC 9325 §4.2',
    catalogueRefs: ['C08'],
  },
  'tls-name-not-served': {
    severity: 'error',
    title: 'The server does not serve this host name',
    owner: 'console-administrator',
    summary:
      "The server at this address refuses the name that the client asks for, so nobody reaches the service under this name. Either the name leads to the wrong machine, or the server's configuration does not know it.",
    remedy: [
      step(
        'Check that HOST is the name under which the service was set up, and that ADDRESS is its machine.',
      ),
      onLinux(
        'With nginx as load balancer or reverse proxy, list the names that it serves; expect HOST among them.',
        "sudo nginx -T 2>/dev/null | grep -nE 'server_name|listen|ssl_reject_handshake'",
      ),
      onWindows('With IIS, list its bindings.', 'Get-WebBinding | Format-Table protocol,bindingInformation'),
      step('Add the name to the server, with a certificate for it, or use the name that it serves.'),
    ],
    source: 'RFC 6066 §3 and RFC 8446 §6.2: alert 112 unrecognized_name',
    catalogueRefs: ['C09'],
  },
  'tls-inspected': {
    severity: 'error',
    title: 'Something on the way decrypts TLS and signs it anew',
    owner: 'network-team',
    summary:
      "The certificate that arrives was made by a security product or by an authority that is not the server's, so this machine does not talk to the server directly. Programs that do not know that authority refuse the connection, and protocols other than HTTP may be cut.",
    remedy: [
      step(
        'Find the product by the issuer that this finding quotes: a firewall, a proxy, or an antivirus on this machine. The same issuer for every site, only on this machine, means the antivirus.',
      ),
      step(
        "Exempt the Console's address HOST, on all its ports, from TLS inspection for the networks of the assets. Leave inspection on for everything else.",
      ),
      ...showCertificate(
        "Afterwards look at the issuer; expect the authority of the Console's own certificate, and the same fingerprint as on the Console server.",
      ),
      step(
        'If policy forbids the exemption, every asset has to trust the inspecting authority; whether Responders then connect has to be tried on one asset.',
      ),
    ],
    source:
      "RFC 8446 §1: TLS is end to end; issuer marks of inspection products, fingerprint differs from the server's",
    catalogueRefs: ['C19', 'P10', 'H07'],
    elsewhere: {
      proxy: {
        owner: 'proxy-team',
        steps: [
          step(
            'In the decryption policy of the proxy, exempt HOST, on all ports of the Console, for the networks of the assets: tunnel, do not decrypt. Leave inspection on for everything else.',
          ),
          step(
            'Exempt by the name of the CONNECT request or of the servername, not by a category: those change.',
          ),
          ...tryProxy(
            "Afterwards ask through the proxy; in the lines on the certificate expect the issuer of the Console's own.",
          ),
        ],
      },
    },
  },
  'client-certificate-required': {
    severity: 'error',
    title: 'The server asks for a client certificate',
    owner: 'console-administrator',
    summary:
      'The server accepts only clients that show a certificate of their own, so everything that has none is turned away. Usually a load balancer or reverse proxy in front of the service is set to mutual TLS.',
    remedy: [
      step(
        'Find what ends TLS for HOST port PORT: the server itself, a load balancer, a reverse proxy or an access gateway.',
      ),
      onLinux(
        'See what it asks for; "Acceptable client certificate CA names" lists the authorities that it would take.',
        'openssl s_client -connect ADDRESS:PORT -servername HOST </dev/null',
      ),
      onWindows(
        'The same from Windows; the handshake ends with a request for a certificate.',
        "curl.exe -v --max-time 10 -o NUL 'https://HOST:PORT/'",
      ),
      step(
        "Lift the demand for the Console's address and ports, or limit it to addresses and paths that no Responder uses.",
      ),
      onLinux('With nginx, this is the setting.', "sudo grep -rn 'ssl_verify_client' /etc/nginx"),
    ],
    source: 'RFC 8446 §4.3.2 and §6.2: CertificateRequest, alert 116 certificate_required',
    catalogueRefs: ['C20', 'C21'],
    elsewhere: {
      syslog: {
        owner: 'siem-team',
        steps: [
          onLinux(
            'On the receiver, see whether it demands a client certificate.',
            "sudo grep -rniE 'authmode|peer-verify' /etc/rsyslog.conf /etc/rsyslog.d /etc/syslog-ng",
          ),
          step(
            "Give the Console a certificate of an authority that the receiver trusts, if its syslog settings take one; else let the receiver take TLS from the Console's address without one.",
          ),
        ],
      },
    },
  },
} satisfies Partial<CauseTexts<'tls'>>;
