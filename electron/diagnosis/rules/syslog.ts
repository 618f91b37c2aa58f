import type { CauseId } from '../../contract/cause-ids.ts';
import { isLoopbackAddress } from '../../contract/host-name.ts';
import type { SyslogOutcome } from '../../contract/outcomes/syslog.ts';
import { endpoint, listed, said } from '../../contract/spoken.ts';
import { firewallRequest, sourceFill } from '../firewall-request.ts';
import type { Rule, Sighting } from '../rule.ts';
import type { Seen, SiteView, SyslogEnd, SyslogView } from '../site-view.ts';
import { where } from './port-rule.ts';
import { why } from './tcp.ts';

type Syslog = Seen<'syslog'>;
type Code = SyslogOutcome['code'];

/** What explains that a receiver is not reached by its own transport, where another one does work. */
const TRANSPORT_CAUSES: readonly CauseId[] = [
  'port-closed',
  'port-filtered',
  'firewall-rejects',
  'syslog-udp-closed',
  'syslog-udp-unconfirmed',
];

const reached = ({ ends }: SyslogView): Syslog[] =>
  ends.flatMap(({ reach }) => (reach === undefined ? [] : [reach]));

/**
 * The rows with such a code, as far as they tell of the receiver: of a service that is bound to one loopback address the other
 * says nothing.
 */
function rowsWith(syslog: SyslogView, codes: readonly Code[]): Syslog[] {
  const rows = reached(syslog);
  const hits = rows.filter(({ outcome }) => codes.includes(outcome.code));
  return hits.length === rows.length
    ? hits
    : hits.filter(({ outcome }) => !isLoopbackAddress(outcome.address));
}

function fillOf(view: SiteView, { host, port, ends }: SyslogView): NonNullable<Sighting['fill']> {
  return {
    ADDRESS: ends[0]?.address ?? host,
    PORT: String(port),
    HOST: host,
    NAME: host,
    ...sourceFill(view),
  };
}

/** One cause that shows in what the receiver did by the transport of the profile. */
function receiverRule(
  cause: CauseId,
  codes: readonly Code[],
  tell: (
    rows: readonly Syslog[],
    first: SyslogOutcome,
    syslog: SyslogView,
    view: SiteView,
  ) => Pick<Sighting, 'detail' | 'confidence' | 'request' | 'ruledOut'> | undefined,
): Rule {
  return {
    cause,
    explains: [],
    see: (view) => {
      const { syslog } = view;
      if (syslog === undefined) return [];
      const rows = rowsWith(syslog, codes);
      const [first] = rows;
      const told = first === undefined ? undefined : tell(rows, first.outcome, syslog, view);
      if (told === undefined) return [];
      const isPartly = rows.length < reached(syslog).length;
      return [
        {
          ...told,
          subject: syslog.subject,
          evidence: rows.map(({ id }) => id),
          fill: fillOf(view, syslog),
          // The sender may use the address that works.
          ...(isPartly ? { severity: 'warning' as const } : {}),
        },
      ];
    },
  };
}

const udpClosed = receiverRule('syslog-udp-closed', ['udp-closed'], (rows, { elapsedMs, error }) => ({
  detail: `${where(rows)} answered an empty datagram with "port unreachable" after ${said(elapsedMs)} (${error?.errno ?? ''}): nothing receives UDP there, or a firewall refuses in its name.`,
  confidence: 0.9,
}));

const udpRejected = receiverRule(
  'firewall-rejects',
  ['udp-rejected'],
  (rows, { elapsedMs, error }, { host, port }, view) => {
    const seen = `a datagram was refused after ${said(elapsedMs)} (${error?.errno ?? ''})`;
    return {
      detail: `On the way to UDP ${where(rows)} ${seen}. The refusal is an ICMP message from the network, which a host does not send for a closed port.`,
      confidence: 0.9,
      request: firewallRequest(
        view,
        rows.map(({ outcome }) => ({
          host,
          address: outcome.address,
          port,
          protocol: 'UDP' as const,
          why: why({ role: 'syslog' }),
          seen,
        })),
      ),
    };
  },
);

/** No fault: the answer to "does it work?" is that UDP does not say. */
const udpUnconfirmed: Rule = {
  cause: 'syslog-udp-unconfirmed',
  explains: [],
  see: (view) => {
    const { syslog } = view;
    const test = view.syslogTest;
    // Who saw the message arrive has answered what UDP leaves open.
    if (syslog === undefined || syslog.transport !== 'udp' || test?.answer === 'arrived') return [];
    const token = test?.message.outcome.wasSent === true ? test.message.outcome.token : undefined;
    const ends = syslog.ends.filter(({ reach }) => reach?.outcome.code === 'udp-unconfirmed');
    const [first] = ends;
    if (first?.reach === undefined) return [];
    const rows = ends.flatMap(({ reach }) => (reach === undefined ? [] : [reach]));
    return [
      {
        subject: syslog.subject,
        detail: `${where(rows)} did not refuse ${first.reach.outcome.datagramsSent ?? 0} empty datagrams in ${said(first.reach.outcome.elapsedMs)}, and UDP gives no receipt. ${[...hintsOf(first), ...(token === undefined ? [] : [`A test message with the token ${token} was sent: whoever finds it at the receiver has the answer.`])].join(' ')}`,
        evidence: [
          ...ends.flatMap(({ reach, tcp }) => [
            ...(reach === undefined ? [] : [reach.id]),
            ...(tcp === undefined ? [] : [tcp.id]),
          ]),
          ...(token === undefined || test === undefined ? [] : [test.message.id]),
        ],
        confidence: 0.95,
        fill: fillOf(view, syslog),
      },
    ];
  },
};

/** What leans to one side or the other, from the unused port of the same host and from TCP. */
function hintsOf({ reach, tcp }: SyslogEnd): string[] {
  const control = reach?.outcome.control;
  const hints: Record<NonNullable<typeof control>['code'], string> = {
    closed: `UDP port ${control?.port ?? ''} of the same host, which nobody uses, was refused, so this one is open or filtered by itself.`,
    silent: `UDP port ${control?.port ?? ''} of the same host, which nobody uses, was silent too, so a firewall that drops and a host that is off are as possible as a receiver that works.`,
    rejected: `UDP port ${control?.port ?? ''} of the same host was refused by the network, and this one was not.`,
    'not-sent': 'No other port of the host could be compared with it.',
  };
  const byTcp =
    tcp === undefined
      ? []
      : tcp.outcome.code === 'open'
        ? ['TCP to the same port opens, so the host is up.']
        : tcp.outcome.code === 'refused'
          ? ['TCP to the same port was refused, so something answers for the host.']
          : [];
  return [...(control === undefined ? [] : [hints[control.code]]), ...byTcp];
}

const noTls = receiverRule(
  'syslog-no-tls',
  ['tls-no-answer', 'not-tls', 'tls-refused'],
  (rows, { code, alert, plaintext, elapsedMs, endedBy, bytesReceived }) => {
    if (code === 'not-tls')
      return {
        detail: `${where(rows)} answered the ClientHello in another protocol: "${plaintext?.firstLine ?? ''}".`,
        confidence: 0.9,
      };
    if (code === 'tls-no-answer')
      return {
        detail: `${where(rows)} accepted the connection and did not answer the ClientHello in ${said(elapsedMs)}, as a receiver does that takes it for text.`,
        confidence: 0.8,
      };
    // With an alert it does speak TLS, and says itself what it misses.
    if (alert !== undefined || bytesReceived > 0) return undefined;
    return {
      detail: `${where(rows)} ${endedBy === 'rst' ? 'reset' : 'closed'} the connection when it got the ClientHello, without a byte, as a receiver does that cannot read it as a message.`,
      confidence: 0.7,
    };
  },
);

/** Refusals in which a TLS receiver says what it misses, RFC 8446 §6.2. */
const alertRule = (cause: CauseId, number: number, meaning: string): Rule =>
  receiverRule(cause, ['tls-refused'], (rows, { alert }) =>
    alert?.number === number
      ? {
          detail: `${where(rows)} refused the TLS handshake with alert ${number} (${alert.name}): ${meaning}.`,
          confidence: 0.85,
        }
      : undefined,
  );

const wrongService = receiverRule('wrong-service', ['not-syslog'], (rows, { plaintext }) => ({
  detail: `${where(rows)} spoke before anything was sent, which no syslog receiver does: "${plaintext?.firstLine ?? ''}".`,
  confidence: plaintext?.protocol === 'other' ? 0.7 : 0.95,
}));

/** A reset that overtakes the accepted connection ends the connect itself; a closed port gives ECONNREFUSED instead. */
const wasReset = ({ tcp }: SyslogEnd): boolean =>
  tcp?.outcome.code === 'refused' && tcp.outcome.error?.errno === 'ECONNRESET';

const connectionLimit: Rule = {
  cause: 'syslog-connection-limit',
  explains: ['port-closed'],
  see: (view) => {
    const { syslog } = view;
    if (syslog === undefined) return [];
    const closed = rowsWith(syslog, ['closed-at-once']);
    const reset = syslog.ends.flatMap((end) => (end.tcp !== undefined && wasReset(end) ? [end.tcp] : []));
    const [first] = closed;
    if (first === undefined && reset.length === 0) return [];
    const openMs = first?.outcome.timings.openMs;
    const targets = [...closed, ...reset].map(({ check }) => check.target);
    const how = reset.length > 0 || first?.outcome.endedBy === 'rst' ? 'reset' : 'closed';
    return [
      {
        subject: syslog.subject,
        detail: `${listed(targets)} accepted the connection and ${how} it ${openMs === undefined ? 'at once' : `after ${said(openMs)}`}, before anything was sent: the receiver has as many senders as it may have, or does not admit this one.`,
        evidence: [...closed, ...reset].map(({ id }) => id),
        confidence: 0.8,
        fill: fillOf(view, syslog),
      },
    ];
  },
};

const otherTransport: Rule = {
  cause: 'syslog-other-transport',
  explains: TRANSPORT_CAUSES,
  see: (view) => {
    const { syslog } = view;
    if (syslog === undefined) return [];
    const hits = syslog.ends.flatMap((end) => otherWorks(syslog, end));
    const [first] = hits;
    const isServed = syslog.ends.some(
      ({ reach }) => reach?.outcome.code === 'tcp-open' || reach?.outcome.code === 'udp-unconfirmed',
    );
    if (first === undefined || isServed) return [];
    return [
      {
        subject: syslog.subject,
        detail: listed(hits.map(({ detail }) => detail)),
        evidence: hits.flatMap(({ evidence }) => evidence),
        confidence: first.confidence,
        fill: fillOf(view, syslog),
      },
    ];
  },
};

type OtherWorks = Pick<Sighting, 'detail' | 'evidence' | 'confidence'>;

function otherWorks(
  { transport, port }: SyslogView,
  { address, reach, tcp, controlUdp }: SyslogEnd,
): OtherWorks[] {
  const at = endpoint(address, port);
  if (tcp === undefined) return [];
  if (
    transport === 'udp' &&
    (reach?.outcome.code === 'udp-closed' || reach?.outcome.code === 'udp-rejected') &&
    tcp.outcome.code === 'open'
  )
    return [
      {
        detail: `UDP to ${at} was refused (${reach.outcome.error?.errno ?? ''}), while TCP to the same port opened in ${said(tcp.outcome.elapsedMs)}: the receiver takes TCP.`,
        evidence: [reach.id, tcp.id],
        confidence: 0.85,
      },
    ];
  const control = controlUdp?.outcome.control;
  // Silence alone proves nothing; beside a port of the same host that is refused it does.
  if (
    transport === 'tcp' &&
    tcp.outcome.code !== 'open' &&
    controlUdp?.outcome.code === 'udp-unconfirmed' &&
    control?.code === 'closed'
  )
    return [
      {
        detail: `TCP to ${at} was ${tcp.outcome.code}${tcp.outcome.error === undefined ? '' : ` (${tcp.outcome.error.errno})`}, while UDP to the same port was not refused and UDP to port ${control.port}, which nobody uses, was: the receiver probably takes UDP.`,
        evidence: [tcp.id, controlUdp.id],
        confidence: 0.65,
      },
    ];
  return [];
}

/** The receiver's name; which resolver is to blame shows where the Console's name fails too. */
const nameNotFound: Rule = {
  cause: 'name-not-found',
  explains: [],
  see: (view) =>
    (view.syslog?.lookups ?? []).flatMap(({ id, outcome }): Sighting[] =>
      outcome.code === 'not-found' || outcome.code === 'no-address'
        ? [
            {
              subject: 'dns',
              detail: `This machine's own lookup says that ${outcome.hostname}, the syslog receiver, ${outcome.code === 'no-address' ? 'has no address' : 'does not exist'}.`,
              evidence: [id],
              confidence: 0.75,
              fill: { NAME: outcome.hostname, HOST: outcome.hostname },
            },
          ]
        : [],
    ),
};

/** Causes between the Console and its syslog receiver. */
export const SYSLOG_RULES: readonly Rule[] = [
  nameNotFound,
  otherTransport,
  connectionLimit,
  udpClosed,
  udpRejected,
  noTls,
  wrongService,
  alertRule('client-certificate-required', 116, 'it takes only clients that show a certificate of their own'),
  alertRule('tls-version-too-old', 70, 'it speaks only other versions than TLS 1.2 and 1.3'),
  alertRule('tls-no-common-cipher', 40, 'client and server share no cipher suite or key exchange'),
  udpUnconfirmed,
];
