import { defineCauses, onEach, onLinux, onWindows, step } from '../cause.ts';
import { VENDOR } from './vendor-pages.ts';

const AUDIT_LOGS = 'the audit logs that AIR forwards';

/** Watches what arrives, on the receiver. */
const watchArrival = (text: string) =>
  onLinux(text, "sudo tcpdump -c 20 -A -ni any 'port PORT and host SOURCE'");

const findInputs = (text: string) =>
  onLinux(
    text,
    "sudo grep -rnE 'imudp|imtcp|imptcp|network\\(|syslog\\(|udp\\(|tcp\\(' /etc/rsyslog.conf /etc/rsyslog.d /etc/syslog-ng",
  );

const findMessage = onLinux(
  'Search for the token on the receiver, or in the SIEM over the last hour; expect one entry.',
  'sudo grep -rF TOKEN /var/log',
);

const checkConfiguration = onLinux(
  'Check the configuration before the receiver is restarted; expect no error.',
  'sudo rsyslogd -N1 || sudo syslog-ng --syntax-only',
);

/** Causes between the Console and a syslog receiver. */
export const SYSLOG_CAUSES = defineCauses('syslog', {
  'syslog-udp-closed': {
    severity: 'error',
    title: 'Nothing receives syslog on this UDP port',
    owner: 'siem-team',
    summary: `The machine answers each datagram with "port unreachable", so ${AUDIT_LOGS} are lost, and the sender does not notice.`,
    remedy: [
      onLinux(
        'On the receiver, see what listens; expect a line with UNCONN for the port.',
        "sudo ss -lunp 'sport = :PORT'",
      ),
      onWindows(
        'With a receiver on Windows; expect a line for the port.',
        'Get-NetUDPEndpoint -LocalPort PORT',
      ),
      findInputs('See which inputs are configured; a UDP one for the port has to be among them.'),
      step(
        'Add the UDP input, or tell the Console administrator which transport and port the receiver takes.',
      ),
      step('If it does listen, look for a firewall rule on the receiver that rejects UDP from the Console.'),
    ],
    source: `RFC 1122 §4.1.3.1 (ICMP port unreachable), RFC 5426 §3.3; ${VENDOR.ports}`,
    catalogueRefs: ['S01'],
  },
  'syslog-udp-unconfirmed': {
    severity: 'info',
    title: 'Whether syslog over UDP arrives cannot be told from here',
    owner: 'engineer',
    summary:
      'UDP gives no receipt: nothing was refused, and a working receiver looks the same as a firewall that drops. Somebody has to look on the receiver.',
    remedy: [
      step(
        'Run Airway again and agree to one test message; it is marked with a word that the SIEM team can search for.',
      ),
      step(
        'Or do something in the Console that it audits, such as a login, and ask the SIEM team to search for that entry at its time.',
      ),
      watchArrival(
        'Have them watch on the receiver while Airway runs again (SOURCE is the sender): up to four datagrams without content, 0.3 s apart, are proof that the way is clear.',
      ),
      onWindows(
        'On a receiver on Windows, see at least that something listens.',
        'Get-NetUDPEndpoint -LocalPort PORT',
      ),
      step('If it does not arrive, ask the network team to allow UDP from the Console to ADDRESS port PORT.'),
      step('Where receipts matter, use TCP or TLS.'),
    ],
    source: 'RFC 5426 §4.1: datagrams may be lost, and nothing acknowledges them',
    catalogueRefs: ['S02', 'S03'],
  },
  'syslog-wants-octet-counting': {
    severity: 'error',
    title: 'The syslog receiver wants octet-counted messages',
    owner: 'siem-team',
    summary: `The receiver hangs up on messages that end with a line feed, as one does that expects each message to begin with its length. Sent so, ${AUDIT_LOGS} do not arrive.`,
    remedy: [
      onLinux(
        'Confirm it in the receiver\'s log; syslog-ng writes "Invalid frame header".',
        "sudo journalctl -u 'syslog-ng*' -u 'rsyslog*' --since '15 minutes ago' --no-pager",
      ),
      findInputs(
        'See how the input is configured; in syslog-ng, syslog() expects octet counting and network() line feeds.',
      ),
      step(
        'Set the receiver to line feeds, or add an input that takes both: imtcp of rsyslog does, unless it was told otherwise.',
      ),
      step(
        'Or let the sender count octets, if its settings offer it; then set framing to octet-counting in the profile.',
      ),
      checkConfiguration,
    ],
    source: 'RFC 6587 §3.4.1 (octet counting) and §3.4.2 (line feeds)',
    catalogueRefs: ['S07'],
  },
  'syslog-framing-unconfirmed': {
    severity: 'info',
    title: 'Whether the receiver separates messages correctly cannot be told from here',
    owner: 'engineer',
    summary:
      'The receiver took the test message and TCP shows no sign of a fault; one that does not know octet counting stores the length as part of the text. Somebody has to look on the receiver.',
    remedy: [
      findMessage,
      step(
        'Look at the beginning of its text: a number before it means that octet counting was not understood. Then say in the Review of the wizard what was found.',
      ),
      findInputs(
        'If so, have them see how the input is configured; in syslog-ng, syslog() expects octet counting and network() line feeds.',
      ),
      step('Then let both sides agree: newline or octet-counting, in the profile under syslog, framing.'),
    ],
    source: 'RFC 6587 §3.4: framing is not negotiated; a mismatch has no sign on the wire',
    catalogueRefs: ['S08'],
  },
  'syslog-wants-newline': {
    severity: 'error',
    title: 'The syslog receiver takes the length of a message for its text',
    owner: 'siem-team',
    summary: `The receiver expects each message to end with a line feed and stores the length that octet counting puts before it. Then ${AUDIT_LOGS} arrive with a wrong priority, program and text, or run into one another.`,
    remedy: [
      findInputs(
        'See how the input is configured; in syslog-ng, syslog() expects octet counting and network() line feeds.',
      ),
      step(
        'Set the receiver to octet counting, or to an input that takes both: imtcp of rsyslog does, unless it was told otherwise.',
      ),
      step('Or let the sender end messages with line feeds, and set framing to newline in the profile.'),
      checkConfiguration,
      step('Send another test message and look at the beginning of its text.'),
    ],
    source: 'RFC 6587 §3.4: framing is not negotiated; syslog-ng 3.38 stores the length as text',
    catalogueRefs: ['S08'],
  },
  'syslog-message-not-arrived': {
    severity: 'error',
    title: 'The syslog test message did not arrive at the receiver',
    owner: 'siem-team',
    summary: `The message left this machine, nothing refused it, and nobody finds it where it should be. In the same way ${AUDIT_LOGS} would be lost unnoticed.`,
    remedy: [
      findMessage,
      watchArrival(
        'Have somebody watch on the receiver while Airway sends another test message (SOURCE is the sender). What is seen here and not in the store is lost by the receiver itself.',
      ),
      step(
        'If it is seen there, look for a rule of the receiver that drops or files it elsewhere: allowed senders, facility user, severity informational, an unknown program name.',
      ),
      findInputs('See whether an input for this port and transport is configured and feeds the store.'),
      step(
        'If nothing is seen there, ask the network team to allow the way from SOURCE to ADDRESS port PORT.',
      ),
    ],
    source:
      'RFC 5426 §4.1 and RFC 6587 §3.1: neither datagrams nor plain TCP tell the sender what was stored',
    catalogueRefs: ['S02', 'S03', 'S08'],
  },
  'syslog-wants-tls': {
    severity: 'error',
    title: 'The syslog receiver takes only TLS on this port',
    owner: 'console-administrator',
    summary: `Plain messages are refused while a TLS handshake is answered, so ${AUDIT_LOGS} do not arrive as they are sent now.`,
    remedy: [
      onLinux(
        'Confirm it from the Console server; expect a certificate.',
        'openssl s_client -connect ADDRESS:PORT </dev/null',
      ),
      onWindows(
        "From Windows see that the port opens; the handshake itself is in this run's rows.",
        'Test-NetConnection -ComputerName ADDRESS -Port PORT',
      ),
      step("Set transport to tls in the profile, and TLS in the Console's syslog settings if they offer it."),
      step(
        "If the Console cannot send TLS, ask the SIEM team for a plain TCP or UDP input that admits only the Console's address, or for a relay beside the Console that speaks TLS.",
      ),
    ],
    source: 'RFC 5425 §4.1: syslog over TLS, by default on 6514',
    catalogueRefs: ['S09'],
  },
  'syslog-no-tls': {
    severity: 'error',
    title: 'The syslog receiver does not speak TLS on this port',
    owner: 'siem-team',
    summary: `The receiver takes the TLS greeting as text and never answers it, so ${AUDIT_LOGS} do not arrive; its store fills with unreadable lines instead.`,
    remedy: [
      step(
        "Decide which it should be. For plain TCP, set transport to tcp in the profile and in the Console's syslog settings.",
      ),
      onLinux(
        'For TLS, see which port the receiver serves it on; the usual one is 6514.',
        "sudo ss -ltnp '( sport = :514 or sport = :6514 )'",
      ),
      onWindows('The same on Windows.', 'Get-NetTCPConnection -LocalPort 514,6514 -State Listen'),
      findInputs('See whether an input is configured for TLS.'),
      checkConfiguration,
    ],
    source: 'RFC 5425 §4.2: the receiver has to answer the TLS greeting',
    catalogueRefs: ['S10'],
  },
  'syslog-connection-limit': {
    severity: 'error',
    title: 'The syslog receiver turns new connections away',
    owner: 'siem-team',
    summary: `Connections are reset right after they open, as a receiver does that serves as many senders as it may. While it is full, ${AUDIT_LOGS} do not arrive.`,
    remedy: [
      onLinux(
        'On the receiver count the connections; compare with its limit.',
        "sudo ss -Htn state established 'sport = :PORT' | wc -l",
      ),
      onLinux(
        'Find the limit: max-connections in syslog-ng, MaxSessions in rsyslog.',
        "sudo grep -rniE 'max-connections|maxsessions' /etc/rsyslog.conf /etc/rsyslog.d /etc/syslog-ng",
      ),
      onWindows(
        'On a receiver on Windows count them.',
        '(Get-NetTCPConnection -LocalPort PORT -State Established).Count',
      ),
      step('Raise the limit, or close senders that hold idle connections.'),
      step("If it is far from full, look for a list of allowed senders that lacks the Console's address."),
    ],
    source:
      'rsyslog imtcp MaxSessions and syslog-ng max-connections(): connections above the limit are closed',
    catalogueRefs: ['S11'],
  },
  'syslog-other-transport': {
    severity: 'error',
    title: 'The syslog receiver serves another transport on this port',
    owner: 'console-administrator',
    summary: `The receiver answers on this port by another transport than the one that was chosen, so ${AUDIT_LOGS} do not arrive.`,
    remedy: [
      step(
        "Use the transport that this finding names, in the profile and in the Console's syslog settings; AIR's documentation lists 514 for TCP and UDP.",
      ),
      ...onEach('Or have the SIEM team add the other one; on the receiver, see what is served now.', {
        windows: 'Get-NetTCPConnection -LocalPort PORT -State Listen; Get-NetUDPEndpoint -LocalPort PORT',
        linux: "sudo ss -ltunp 'sport = :PORT'",
      }),
      step('A firewall that allows only one of both looks the same: check the rule for TCP and UDP.'),
    ],
    source: `RFC 5426 (UDP) and RFC 6587 (TCP): separate transports on the same port number; ${VENDOR.ports}`,
    catalogueRefs: ['S15'],
  },
  'syslog-lost-on-restart': {
    severity: 'warning',
    title: 'The receiver closed the connection after the message was written',
    owner: 'siem-team',
    summary:
      'The message was handed over and the connection died before anything proved that it was read, as in a restart of the receiver. Plain TCP syslog has no receipt, so single messages can be lost this way.',
    remedy: [
      findMessage,
      step('If the message is there, nothing has to be done; say so in the Review of the wizard.'),
      onLinux(
        'See when the receiver was started; a time within this run explains it.',
        'systemctl show -p ActiveEnterTimestamp rsyslog syslog-ng',
      ),
      step(
        'If it closes every connection, look in its log for the reason: a list of allowed senders, a format that it refuses, an idle time.',
      ),
      step(
        "Audit logs remain in the Console's own views; compare them after a restart of the receiver where each entry matters.",
      ),
    ],
    source: `RFC 6587 §3.5 (session closure): plain TCP syslog has no acknowledgement of its own; ${VENDOR.auditLogs}`,
    catalogueRefs: ['S12'],
  },
});
