import type { SyslogOutcome } from '../../contract/outcomes/syslog.ts';
import { endpoint, said } from '../../contract/spoken.ts';
import type { Verdict } from '../probe.ts';

/** Silence on UDP passes: it is what a healthy receiver shows, and the reason says that it proves nothing. */
const PASSED: ReadonlySet<SyslogOutcome['code']> = new Set(['udp-unconfirmed', 'tcp-open', 'tls-open']);

export const judgeSyslog = (outcome: SyslogOutcome): Verdict => ({
  status: PASSED.has(outcome.code) ? 'passed' : 'failed',
  reason: syslogSentence(outcome),
});

/** One sentence with what was seen of one receiver. */
function syslogSentence(outcome: SyslogOutcome): string {
  const { address, port, transport, timings, elapsedMs, alert, plaintext, endedBy } = outcome;
  const at = endpoint(address, port);
  const errno = outcome.error?.errno ?? 'no error code';
  const ended = endedBy === 'rst' ? 'reset' : 'closed';
  switch (outcome.code) {
    case 'udp-closed':
      return `${at} answered a datagram with "port unreachable" after ${said(elapsedMs)} (${errno})`;
    case 'udp-rejected':
      return `the network refused a datagram to ${at} after ${said(elapsedMs)} (${errno})`;
    case 'udp-unconfirmed':
      return `nothing refused ${datagrams(outcome)} to ${at} in ${said(elapsedMs)}${answerWords(outcome)}; UDP gives no receipt, so whether messages arrive is not known${controlWords(outcome)}`;
    case 'tcp-open':
      return `${at} accepted the connection in ${said(timings.connectMs ?? elapsedMs)} and kept it open; nothing was sent through it`;
    case 'not-syslog':
      return `${at} spoke first, which no syslog receiver does: "${plaintext?.firstLine ?? ''}"`;
    case 'tls-open':
      return `${at} made a ${outcome.version ?? 'TLS'} handshake in ${said(timings.handshakeMs ?? elapsedMs)}; nothing was sent through it`;
    case 'tls-no-answer':
      return `${at} accepted the connection and did not answer the ClientHello in ${said(elapsedMs)}`;
    case 'tls-refused':
      return alert === undefined
        ? `${at} ${ended} the connection when it got the ClientHello`
        : `${at} refused the handshake with alert ${alert.number} (${alert.name})`;
    case 'not-tls':
      return `${at} does not speak TLS; it said "${plaintext?.firstLine ?? ''}"`;
    case 'closed-at-once':
      return `${at} accepted the connection and ${ended} it${timings.openMs === undefined ? ' at once' : ` after ${said(timings.openMs)}`}, before anything was sent`;
    case 'blocked-locally':
      return `this machine did not let a packet out to ${at} (${errno})`;
    case 'failed':
      return `the ${transport.toUpperCase()} attempt with ${at} ended with ${errno} after ${said(elapsedMs)}`;
  }
}

const datagrams = ({ datagramsSent = 0 }: SyslogOutcome): string =>
  datagramsSent === 1 ? '1 empty datagram' : `${datagramsSent} empty datagrams`;

const answerWords = ({ bytesReceived }: SyslogOutcome): string =>
  bytesReceived === 0 ? '' : ` (${bytesReceived} bytes came back, which no syslog receiver sends)`;

function controlWords({ control }: SyslogOutcome): string {
  switch (control?.code) {
    case 'closed':
      return `. UDP port ${control.port} of the same host, used by nobody, was refused: refusals do come back from there`;
    case 'rejected':
      return `. UDP port ${control.port} of the same host was refused by the network`;
    case 'silent':
      return `. UDP port ${control.port} of the same host, used by nobody, was silent as well`;
    default:
      return '';
  }
}
