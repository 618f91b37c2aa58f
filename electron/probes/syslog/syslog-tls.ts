import type { SyslogOutcome } from '../../contract/outcomes/syslog.ts';
import type { TlsOutcome } from '../../contract/outcomes/tls.ts';
import type { ProbeContext } from '../probe.ts';
import { tlsHandshake } from '../tls/tls.ts';
import type { SyslogInput } from './syslog-input.ts';

/**
 * Makes a handshake and closes the connection again; no message goes through it. A receiver that does not speak TLS takes the
 * greeting for text: most drop it, some store it as an unreadable line.
 */
export async function observeTls(input: SyslogInput, context: ProbeContext): Promise<SyslogOutcome> {
  const { address, port, servername, expectedName, caPem } = input;
  const seen = await tlsHandshake.run(
    { address, port, servername, expectedName, ...(caPem === undefined ? {} : { caPem }) },
    context,
  );
  const { bytesReceived, plaintext, version, alert, chain, trust, error, raw, timings, elapsedMs } = seen;
  const endedBy = seen.code === 'closed' ? 'fin' : seen.code === 'reset' ? 'rst' : undefined;
  return {
    kind: 'syslog',
    code: codeOf(seen),
    address,
    port,
    transport: 'tls',
    ...(endedBy === undefined ? {} : { endedBy }),
    bytesReceived,
    ...(plaintext === undefined ? {} : { plaintext }),
    ...(version === undefined ? {} : { version }),
    ...(alert === undefined ? {} : { alert }),
    ...(chain.length === 0 ? {} : { chain, trust }),
    ...(error === undefined ? {} : { error }),
    raw,
    timings,
    elapsedMs,
  };
}

function codeOf({ code, bytesReceived, closedBeforeHello, error }: TlsOutcome): SyslogOutcome['code'] {
  switch (code) {
    case 'established':
      return 'tls-open';
    case 'alert':
      return 'tls-refused';
    case 'not-tls':
      return 'not-tls';
    case 'silent':
      return bytesReceived === 0 ? 'tls-no-answer' : 'failed';
    case 'closed':
    case 'reset':
      return bytesReceived === 0 && closedBeforeHello === true ? 'closed-at-once' : 'tls-refused';
    case 'failed':
      return error?.errno === 'EPERM' ? 'blocked-locally' : 'failed';
  }
}
