import type { PracticeFault } from './fault.ts';
import type { SyslogPlan } from './site-plan.ts';

const syslogFault = (
  fault: Pick<PracticeFault, 'id' | 'title' | 'breaks'>,
  changed: Partial<SyslogPlan>,
): PracticeFault => ({
  ...fault,
  port: null,
  part: 'syslog',
  hides: [],
  change: (plan) => ({ ...plan, syslog: { ...plan.syslog, ...changed } }),
});

/** Faults of the syslog receiver, as far as loopback can show them. */
export const SYSLOG_FAULTS: readonly PracticeFault[] = [
  syslogFault(
    {
      id: 'syslog-udp-closed',
      title: 'Nothing receives syslog by UDP',
      breaks: 'The profile names UDP, and nothing listens on the port, neither by UDP nor by TCP.',
    },
    { transport: 'udp', tcp: 'closed', udp: 'closed' },
  ),
  syslogFault(
    {
      id: 'syslog-udp-unconfirmed',
      title: 'Syslog by UDP, which nobody can confirm',
      breaks: 'The profile names UDP; the receiver works, and UDP cannot prove it.',
    },
    { transport: 'udp' },
  ),
  syslogFault(
    {
      id: 'syslog-other-transport',
      title: 'The receiver takes syslog by TCP only',
      breaks: 'The profile names UDP, and the receiver listens by TCP alone.',
    },
    { transport: 'udp', udp: 'closed' },
  ),
  syslogFault(
    {
      id: 'syslog-no-tls',
      title: 'The receiver does not speak TLS',
      breaks: 'The profile names TLS, and the receiver takes the ClientHello for text.',
    },
    { transport: 'tls' },
  ),
  syslogFault(
    {
      id: 'syslog-connection-limit',
      title: 'The receiver turns new connections away',
      breaks: 'The receiver accepts a connection and closes it at once, without a byte.',
    },
    { tcp: 'closes-at-once' },
  ),
  syslogFault(
    {
      id: 'syslog-wants-octet-counting',
      title: 'The receiver wants the length before each message',
      breaks:
        'The profile names line feeds, and the receiver hangs up at a message that has no length before it.',
    },
    { tcp: 'octet-counting-only', framing: 'newline', asksForMessage: true },
  ),
  syslogFault(
    {
      id: 'syslog-framing-unconfirmed',
      title: 'The receiver takes the length of a message for text',
      breaks: 'The profile names octet counting, the receiver takes lines, and nothing on the wire shows it.',
    },
    { tcp: 'newline-only', asksForMessage: true },
  ),
  syslogFault(
    {
      id: 'syslog-wants-tls',
      title: 'The receiver takes only TLS',
      breaks: 'The profile names TCP, and the receiver speaks TLS alone on its port.',
    },
    { tcp: 'tls', asksForMessage: true },
  ),
  syslogFault(
    {
      id: 'syslog-lost-on-restart',
      title: 'The receiver hangs up when it has been sent a message',
      breaks:
        'The receiver ends the connection once a message is there, as one does that is being restarted.',
    },
    { tcp: 'ends-after-data', asksForMessage: true },
  ),
];
