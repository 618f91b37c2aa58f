import type { SyslogMessageOutcome } from '../../contract/outcomes/syslog-message.ts';
import { endpoint, said } from '../../contract/spoken.ts';
import type { Verdict } from '../probe.ts';

/** A message that was handed over and that nothing refused; whether it arrived is for the receiver's side to say. */
const PASSED: ReadonlySet<SyslogMessageOutcome['code']> = new Set(['udp-sent', 'written']);

export const judgeSyslogMessage = (outcome: SyslogMessageOutcome): Verdict => ({
  status: PASSED.has(outcome.code) ? 'passed' : 'failed',
  reason: messageSentence(outcome),
});

function messageSentence(outcome: SyslogMessageOutcome): string {
  const { address, port, transport, timings, elapsedMs, endedBy, alert, plaintext, token } = outcome;
  const at = endpoint(address, port);
  const errno = outcome.error?.errno ?? 'no error code';
  const ended = endedBy === 'rst' ? 'reset' : 'closed';
  const look = `look for ${token} at the receiver`;
  switch (outcome.code) {
    case 'udp-sent':
      return `one test message went to ${at} and nothing refused it in ${said(elapsedMs)}; UDP gives no receipt: ${look}`;
    case 'udp-closed':
      return `${at} answered the test message with "port unreachable" after ${said(elapsedMs)} (${errno})`;
    case 'udp-rejected':
      return `the network refused the test message to ${at} after ${said(elapsedMs)} (${errno})`;
    case 'written':
      return `one test message${framed(outcome)} was written to ${at} and the connection stayed open; that is no receipt: ${look}`;
    case 'closed-after-data':
      return `${at} ${ended} the connection ${said(timings.keptMs ?? 0)} after one test message${framed(outcome)} was written; it may be lost: ${look}`;
    case 'answered':
      return `${at} answered ${outcome.wasSent ? 'the test message' : 'before anything was sent'}, which no syslog receiver does: ${alert === undefined ? `"${plaintext?.firstLine ?? ''}"` : `TLS alert ${alert.number} (${alert.name})`}`;
    case 'closed-at-once':
      return `${at} ${ended} the connection before the test message could be written; nothing was sent`;
    case 'tls-failed':
      return `the TLS handshake with ${at} failed (${errno}), so no test message was sent`;
    case 'blocked-locally':
      return `this machine did not let the test message out to ${at} (${errno})`;
    case 'failed':
      return `sending the test message to ${at} by ${transport.toUpperCase()} ended with ${errno} after ${said(elapsedMs)}; ${outcome.wasSent ? `it may have arrived: ${look}` : 'nothing was sent'}`;
  }
}

function framed({ framing }: SyslogMessageOutcome): string {
  if (framing === 'octet-counting') return ', with its length before it,';
  return framing === 'newline' ? ', with a line feed behind it,' : '';
}
