import type { SyslogOutcome } from '../../contract/outcomes/syslog.ts';
import { endpoint } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext } from '../probe.ts';
import type { SyslogInput } from './syslog-input.ts';
import { observeTcp } from './syslog-tcp.ts';
import { observeTls } from './syslog-tls.ts';
import { observeUdp } from './syslog-udp.ts';
import { judgeSyslog } from './syslog-verdict.ts';

/**
 * Looks at a syslog receiver without sending it a message: empty datagrams by UDP (RFC 5426), a connection without an octet by
 * TCP (RFC 6587), a handshake by TLS (RFC 5425).
 */
export const syslogReach = defineProbe<SyslogInput, SyslogOutcome>({
  id: 'syslog',
  deadlineMs: 4000,
  awaiting: ({ address, port, transport }) =>
    transport === 'udp'
      ? `a refusal of empty datagrams by ${endpoint(address, port)}`
      : transport === 'tcp'
        ? `what ${endpoint(address, port)} does with a connection`
        : `the ServerHello of ${endpoint(address, port)}`,
  run: observe,
  judge: judgeSyslog,
});

async function observe(input: SyslogInput, context: ProbeContext): Promise<SyslogOutcome> {
  switch (input.transport) {
    case 'udp':
      return observeUdp(input, context);
    case 'tcp':
      return observeTcp(input, context);
    case 'tls':
      return observeTls(input, context);
  }
}
