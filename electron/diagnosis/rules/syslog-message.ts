import type { CauseId } from '../../contract/cause-ids.ts';
import type { TlsOutcome } from '../../contract/outcomes/tls.ts';
import { endpoint, said } from '../../contract/spoken.ts';
import { firewallRequest, sourceFill } from '../firewall-request.ts';
import type { Rule, Sighting } from '../rule.ts';
import type { SiteView } from '../site-view.ts';
import type { SyslogTestView } from '../syslog-test-view.ts';
import { why } from './tcp.ts';

type Told = Pick<Sighting, 'detail' | 'confidence'> & Partial<Pick<Sighting, 'request' | 'severity'>>;

/** One cause that shows in what became of the test message. */
function messageRule(
  cause: CauseId,
  explains: readonly CauseId[],
  tell: (test: SyslogTestView, at: string, view: SiteView) => Told | undefined,
): Rule {
  return {
    cause,
    explains,
    see: (view) => {
      const { syslogTest: test } = view;
      const syslog = view.profile.syslog;
      if (test === undefined || syslog === undefined) return [];
      const { message, controlTls } = test;
      const { address, port, token } = message.outcome;
      const told = tell(test, endpoint(address, port), view);
      if (told === undefined) return [];
      return [
        {
          ...told,
          subject: message.subject,
          evidence: [message.id, ...(controlTls === undefined ? [] : [controlTls.id])],
          fill: {
            ADDRESS: address,
            PORT: String(port),
            HOST: syslog.address,
            NAME: syslog.address,
            TOKEN: token,
            ...sourceFill(view),
          },
        },
      ];
    },
  };
}

/** Whoever saw the message arrive knows more than the wire shows. */
const hasArrived = ({ answer }: SyslogTestView): boolean => answer === 'arrived' || answer === 'altered';

const speaksTls = ({ code, bytesReceived, alert }: TlsOutcome): boolean =>
  code === 'established' ||
  alert !== undefined ||
  ((code === 'closed' || code === 'reset') && bytesReceived > 0);

/** It read the greeting and hung up, as a receiver does that cannot read it as a frame. */
const hungUpAtGreeting = ({ code, bytesReceived, closedBeforeHello }: TlsOutcome): boolean =>
  (code === 'closed' || code === 'reset') && bytesReceived === 0 && closedBeforeHello !== true;

const howEnded = ({ message: { outcome } }: SyslogTestView): string =>
  `${outcome.endedBy === 'rst' ? 'reset' : 'closed'} the connection ${said(outcome.timings.keptMs ?? 0)} after`;

const wantsTls = messageRule(
  'syslog-wants-tls',
  ['syslog-wants-octet-counting', 'syslog-lost-on-restart', 'wrong-service'],
  (test, at) => {
    const { outcome } = test.message;
    const { controlTls } = test;
    if (outcome.transport !== 'tcp' || !outcome.wasSent) return undefined;
    const seen =
      outcome.code === 'answered' && outcome.alert !== undefined
        ? `${at} answered a plain test message with TLS alert ${outcome.alert.number} (${outcome.alert.name})`
        : outcome.code === 'closed-after-data' || outcome.code === 'answered'
          ? `${at} did not take a plain test message`
          : undefined;
    if (seen === undefined) return undefined;
    if (controlTls !== undefined && speaksTls(controlTls.outcome))
      return {
        detail: `${seen}, and ${controlTls.outcome.code === 'established' ? `made a ${controlTls.outcome.version ?? 'TLS'} handshake` : 'spoke TLS'} at the next connection: it takes only TLS on this port.`,
        confidence: 0.95,
      };
    return outcome.alert === undefined
      ? undefined
      : { detail: `${seen}: it takes only TLS on this port.`, confidence: 0.85 };
  },
);

/** Within this and two round trips a receiver has looked at the first octets of a frame. */
const AT_ONCE_MS = 250;

const wantsOctetCounting = messageRule(
  'syslog-wants-octet-counting',
  ['syslog-lost-on-restart'],
  (test, at) => {
    const { outcome } = test.message;
    if (outcome.code !== 'closed-after-data' || outcome.framing !== 'newline' || hasArrived(test))
      return undefined;
    const look = test.controlTls?.outcome;
    // A receiver that stays silent at a greeting reads lines, and one that is gone was being restarted.
    if (look !== undefined && !hungUpAtGreeting(look)) return undefined;
    const isAtOnce = (outcome.timings.keptMs ?? 0) <= AT_ONCE_MS + 2 * (outcome.timings.connectMs ?? 0);
    const sameAgain =
      look === undefined ? '' : ' It hung up the same way at the next octets that begin with no length.';
    return {
      detail: `${at} ${howEnded(test)} a message that ends with a line feed was written, as a receiver does that expects its length first.${sameAgain}`,
      confidence: isAtOnce ? (look === undefined ? 0.7 : 0.8) : 0.5,
    };
  },
);

const lostOnRestart = messageRule('syslog-lost-on-restart', [], (test, at) => {
  const { outcome } = test.message;
  if (outcome.code !== 'closed-after-data' || hasArrived(test)) return undefined;
  const look = test.controlTls?.outcome;
  // A line feed that is refused looks the same, unless the receiver showed that it reads lines.
  const isAlsoFraming = outcome.framing === 'newline' && look?.code !== 'silent';
  const answer = test.answer === 'not-arrived' ? ' Somebody looked: the message did not arrive.' : '';
  return {
    detail: `${at} ${howEnded(test)} the test message was written, before anything showed that it was read.${answer}`,
    confidence: Math.min(0.9, (isAlsoFraming ? 0.35 : 0.6) + (test.answer === 'not-arrived' ? 0.2 : 0)),
  };
});

const framingUnconfirmed = messageRule('syslog-framing-unconfirmed', [], (test, at) => {
  const { outcome } = test.message;
  if (outcome.code !== 'written' || outcome.framing !== 'octet-counting' || test.answer !== undefined)
    return undefined;
  return {
    detail: `${at} took a test message with its length before it and kept the connection, which a receiver that takes the length for text does as well. Its token is ${outcome.token}.`,
    confidence: 0.95,
  };
});

const wantsNewline = messageRule('syslog-wants-newline', [], (test, at) => {
  const { outcome } = test.message;
  if (test.answer !== 'altered' || outcome.framing !== 'octet-counting') return undefined;
  return {
    detail: `The test message to ${at} was sent with its length before it. Somebody who looked at the receiver says that its text starts with a number: the length was stored as text.`,
    confidence: 0.9,
  };
});

const notArrived = messageRule(
  'syslog-message-not-arrived',
  ['syslog-udp-unconfirmed', 'syslog-framing-unconfirmed'],
  (test, at) => {
    const { code, token } = test.message.outcome;
    if (test.answer !== 'not-arrived' || (code !== 'udp-sent' && code !== 'written')) return undefined;
    const seen =
      code === 'udp-sent'
        ? `The datagram to ${at} was refused by nobody`
        : `${at} kept the connection after the message was written`;
    return {
      detail: `${seen}, and somebody who looked for ${token} at the receiver did not find it.`,
      confidence: 0.8,
    };
  },
);

const udpClosed = messageRule(
  'syslog-udp-closed',
  ['syslog-udp-unconfirmed'],
  ({ message: { outcome } }, at) =>
    outcome.code === 'udp-closed'
      ? {
          detail: `${at} answered the test message with "port unreachable" after ${said(outcome.elapsedMs)} (${outcome.error?.errno ?? ''}).`,
          confidence: 0.9,
        }
      : undefined,
);

const udpRejected = messageRule(
  'firewall-rejects',
  ['syslog-udp-unconfirmed'],
  ({ message: { outcome } }, at, view) => {
    if (outcome.code !== 'udp-rejected') return undefined;
    const seen = `the test message was refused after ${said(outcome.elapsedMs)} (${outcome.error?.errno ?? ''})`;
    const { address, port } = outcome;
    return {
      detail: `On the way to UDP ${at} ${seen}. The refusal is an ICMP message from the network.`,
      confidence: 0.9,
      request: firewallRequest(view, [
        {
          host: view.profile.syslog?.address ?? address,
          address,
          port,
          protocol: 'UDP' as const,
          why: why({ role: 'syslog' }),
          seen,
        },
      ]),
    };
  },
);

const blockedHere = messageRule(
  'blocked-on-this-machine',
  ['syslog-udp-unconfirmed'],
  ({ message: { outcome } }, at) =>
    outcome.code === 'blocked-locally'
      ? {
          detail: `This machine did not let the test message out to ${at} (${outcome.error?.errno ?? ''}).`,
          confidence: 0.9,
        }
      : undefined,
);

const connectionLimit = messageRule('syslog-connection-limit', [], (test, at) =>
  test.message.outcome.code === 'closed-at-once'
    ? {
        detail: `${at} ${test.message.outcome.endedBy === 'rst' ? 'reset' : 'closed'} the connection for the test message before anything was written, though it had kept one before.`,
        confidence: 0.6,
      }
    : undefined,
);

const wrongService = messageRule('wrong-service', [], ({ message: { outcome } }, at) =>
  outcome.code === 'answered' && outcome.alert === undefined
    ? {
        detail: `${at} answered${outcome.wasSent ? ' the test message' : ' before anything was sent'}, which no syslog receiver does: "${outcome.plaintext?.firstLine ?? ''}".`,
        confidence: outcome.plaintext?.protocol === 'other' ? 0.6 : 0.9,
      }
    : undefined,
);

/** Causes that show only when a message is sent, or when somebody has looked for it. */
export const SYSLOG_MESSAGE_RULES: readonly Rule[] = [
  wantsTls,
  wantsOctetCounting,
  wantsNewline,
  notArrived,
  connectionLimit,
  wrongService,
  blockedHere,
  udpClosed,
  udpRejected,
  lostOnRestart,
  framingUnconfirmed,
];
