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
];
