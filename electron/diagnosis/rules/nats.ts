import type { CauseId } from '../../contract/cause-ids.ts';
import { isLoopbackAddress } from '../../contract/host-name.ts';
import { lacksTls, type NatsOutcome } from '../../contract/outcomes/nats.ts';
import { endpoint, listed, said } from '../../contract/spoken.ts';
import { firewallRequest, sourceFill } from '../firewall-request.ts';
import type { Rule } from '../rule.ts';
import { isOpen, type PortView, type Seen, type SiteView } from '../site-view.ts';
import { connectQuote, connectWords } from '../tcp-words.ts';
import { tcpCauses } from './cause-sets.ts';
import { pathIsClear, portRule, where } from './port-rule.ts';
import { contrast, seenAs, why } from './tcp.ts';

type Nats = Seen<'nats'>;

/** Probes of the real-time port that failed at addresses where the Console's primary port is open. */
function blockedRows(view: SiteView, realTime: PortView): Seen<'tcp'>[] {
  const primary = view.ports.find(({ role }) => role === 'primary');
  const isPrimaryOpen = (address: string): boolean =>
    primary?.ends.some((end) => end.address === address && end.tcp?.outcome.code === 'open') ?? false;
  return realTime.ends.flatMap(({ address, tcp }) => {
    if (tcp === undefined || tcp.outcome.code === 'open' || !isPrimaryOpen(address)) return [];
    // A service that is bound to one of the two loopback addresses is no fault.
    return isOpen(realTime) && isLoopbackAddress(address) ? [] : [tcp];
  });
}

const realTimePortBlocked: Rule = {
  cause: 'real-time-port-blocked',
  explains: tcpCauses,
  see: (view) => {
    const { realTime } = view;
    if (realTime === undefined) return [];
    const rows = blockedRows(view, realTime);
    const [first] = rows;
    const primary = view.ports.find(({ role }) => role === 'primary');
    if (first === undefined || primary === undefined) return [];
    const addresses = new Set(rows.map(({ outcome }) => outcome.address));
    const open = primary.ends.flatMap(({ address, tcp }) =>
      tcp !== undefined && addresses.has(address) ? [tcp] : [],
    );
    return [
      {
        subject: realTime.subject,
        detail: `${listed(rows.map((row) => seenAs(realTime, row)))}, while ${listed(open.map((row) => seenAs(primary, row)))}.`,
        quote: connectQuote(first.outcome),
        evidence: [...rows, ...open].map(({ id }) => id),
        confidence: 0.9,
        ruledOut: contrast(view, realTime),
        fill: {
          ADDRESS: first.outcome.address,
          PORT: String(realTime.port),
          HOST: view.consoleHost ?? first.outcome.address,
          ...sourceFill(view),
        },
        request: firewallRequest(
          view,
          rows.map((row) => ({
            host: realTime.host,
            address: row.outcome.address,
            port: realTime.port,
            why: why(realTime),
            seen: seenAs(realTime, row),
          })),
        ),
      },
    ];
  },
};

/** One cause that shows in how the conversation went. */
function natsRule(
  cause: CauseId,
  matches: (outcome: NatsOutcome) => boolean,
  say: (rows: readonly Nats[], first: NatsOutcome) => string,
  confidence: (first: NatsOutcome) => number,
): Rule {
  return portRule(cause, [], {
    ports: ({ realTime }) => (realTime === undefined ? [] : [realTime]),
    rows: ({ ends }) => ends.flatMap(({ nats }) => (nats === undefined ? [] : [nats])),
    matches: ({ outcome }) => matches(outcome),
    tell: (hits) => ({ detail: say(hits, hits[0].outcome), confidence: confidence(hits[0].outcome) }),
    ruledOut: pathIsClear,
  });
}

const quoted = (text: string | undefined): string => (text === undefined ? '' : ` ("${text}")`);

const closedOnAccept = natsRule(
  'closed-on-accept',
  ({ code }) => code === 'closed' || code === 'reset',
  (rows, { code, elapsedMs }) =>
    `${where(rows)} accepted and then ${code === 'reset' ? 'reset' : 'closed'} the connection before anything was said, after ${said(elapsedMs)}.`,
  () => 0.85,
);

const natsNoInfo = natsRule(
  'nats-no-info',
  ({ code }) => code === 'no-info',
  (rows, { tls, bytesReceived, elapsedMs, end }) => {
    if (!tls.attempted)
      return `${where(rows)} accepted the connection and sent no whole INFO line in ${said(elapsedMs)}; ${bytesReceived} bytes of one came.`;
    const then =
      tls.version !== undefined
        ? `made a ${tls.version} handshake and sent no INFO over it either`
        : end === 'fin' || end === 'rst'
          ? `${end === 'rst' ? 'reset' : 'closed'} the connection when it was sent a ClientHello`
          : 'did not answer a ClientHello either';
    return `${where(rows)} accepted the connection, sent nothing by itself, and ${then}, in ${said(elapsedMs)}.`;
  },
  ({ tls }) => (tls.version === undefined ? 0.8 : 0.7),
);

const clientCertificateRequired = natsRule(
  'nats-client-certificate-required',
  ({ code }) => code === 'client-certificate-required',
  (rows, { tls, info }) =>
    `${where(rows)} ${info?.tlsVerify === true ? 'says tls_verify in its INFO' : 'asked for a client certificate'} and ended TLS with alert ${tls.alert?.number ?? ''} (${tls.alert?.name ?? 'unknown'}) when none was sent.`,
  ({ tls, info }) => (tls.alert?.number === 116 || info?.tlsVerify === true ? 0.95 : 0.85),
);

const connectionLimit = natsRule(
  'nats-connection-limit',
  ({ code }) => code === 'connection-limit',
  (rows, { errText }) => `${where(rows)} greeted and turned the connection away${quoted(errText)}.`,
  () => 0.95,
);

const LISTENERS: Readonly<Record<NonNullable<NatsOutcome['listener']>, string>> = {
  route: 'its port for routes, on which servers of a cluster meet',
  gateway: 'its port for gateways, on which clusters meet',
  'leaf-node': 'its port for leaf nodes',
  monitoring: 'its monitoring port, which answers in HTTP',
  other: 'a port for something else',
};

const wrongPort = natsRule(
  'nats-wrong-port',
  ({ code }) => code === 'wrong-port',
  (rows, { listener = 'other', errText, info }) =>
    `${where(rows)} is a NATS server, but ${LISTENERS[listener]}${quoted(errText)}.${info?.port === undefined ? '' : ` Its INFO gives port ${info.port} as its own.`}`,
  () => 0.95,
);

const notNats = natsRule(
  'not-nats',
  ({ code }) => code === 'http' || code === 'other-protocol',
  (rows, { code, firstLine }) =>
    code === 'http'
      ? `${where(rows)} sent no INFO and answered in HTTP${quoted(firstLine)}.`
      : `${where(rows)} began with something that is no INFO of NATS${quoted(firstLine)}.`,
  ({ code }) => (code === 'http' ? 0.95 : 0.85),
);

/** nats-server's answer to octets that are no operation; ours was one, so something on the way changed or added to them. */
const isGarbled = ({ code, errText }: NatsOutcome): boolean =>
  code === 'refused' && /^unknown protocol operation/i.test(errText ?? '');

const cutByInspection = natsRule(
  'nats-cut-by-inspection',
  (outcome) => outcome.code === 'cut-after-connect' || isGarbled(outcome),
  (rows, outcome) => {
    const spoken = outcome.lastSent === 'client-hello' ? 'the ClientHello that INFO asks for' : 'CONNECT';
    if (isGarbled(outcome))
      return `${where(rows)} answered a CONNECT that was in order with "${outcome.errText ?? ''}": the server received other octets than were sent.`;
    const how =
      outcome.end === 'rst'
        ? 'the connection was reset'
        : outcome.end === 'fin'
          ? 'the connection was closed without a word'
          : `nothing more came in ${said(outcome.elapsedMs)}`;
    const isUnusual = outcome.lastSent === 'connect' && outcome.end !== 'silent';
    return `${where(rows)} sent its INFO, and after ${spoken} ${how}.${isUnusual ? ' A NATS server that refuses a client says why first.' : ''}`;
  },
  (outcome) => (isGarbled(outcome) ? 0.6 : outcome.end === 'fin' ? 0.65 : 0.75),
);

/** What a fatal alert of RFC 8446 §6.2 means to somebody who has to repair it. */
const ALERT_WORDS: ReadonlyMap<number, string> = new Map([
  [40, 'client and server share no cipher suite or key exchange'],
  [70, 'it speaks only other versions than TLS 1.2 and 1.3'],
  [112, 'it serves other names only'],
]);

const tlsFailed = natsRule(
  'nats-tls-failed',
  ({ code }) => code === 'tls-failed',
  (rows, { tls, error, firstLine }) => {
    const begun = tls.first ? 'began TLS' : 'asks for TLS in its INFO';
    if (firstLine !== undefined)
      return `${where(rows)} ${begun} and answered the ClientHello in another protocol${quoted(firstLine)}.`;
    if (tls.alert === undefined)
      return `${where(rows)} ${begun}, and the handshake failed (${error?.errno ?? 'the connection ended'}).`;
    const { number, name } = tls.alert;
    const meaning = ALERT_WORDS.get(number);
    return `${where(rows)} ${begun} and ended the handshake with alert ${number} (${name})${meaning === undefined ? '' : `: ${meaning}`}.`;
  },
  ({ tls }) => (tls.alert === undefined ? 0.6 : 0.85),
);

const tlsLacking = natsRule(
  'nats-tls-missing',
  (outcome) => (outcome.code === 'ready' || outcome.code === 'needs-login') && lacksTls(outcome),
  (rows, { info }) =>
    `${where(rows)} greeted in clear, and its INFO${info?.version === undefined ? '' : ` (version ${info.version})`} has neither tls_required nor tls_available, while the profile says that TLS is required.`,
  () => 0.95,
);

/** NATS without TLS is a fault only where the profile says so: nothing public says that AIR's has it. */
const tlsMissing: Rule = {
  ...tlsLacking,
  see: (view) => (view.profile.responder?.tasksTls === 'required' ? tlsLacking.see(view) : []),
};

const refusedByServer = natsRule(
  'nats-refused',
  (outcome) => outcome.code === 'refused' && !isGarbled(outcome),
  (rows, { errText, info }) =>
    info === undefined
      ? `${where(rows)} is a NATS server and answered with a refusal in place of a greeting${quoted(errText)}.`
      : `${where(rows)} greeted as NATS${info.version === undefined ? '' : ` ${info.version}`} and then refused${quoted(errText)}.`,
  () => 0.85,
);

const advertisesUnreachable: Rule = {
  cause: 'nats-advertises-unreachable',
  explains: [],
  see: ({ realTime, advertised, consoleHost }) => {
    const dead = advertised.filter(
      ({ outcome }) => outcome.code !== 'open' && outcome.code !== 'cannot-tell',
    );
    const [first] = dead;
    if (first === undefined || realTime === undefined) return [];
    const sources = realTime.ends.flatMap(({ nats }) =>
      nats !== undefined && (nats.outcome.info?.connectUrls.length ?? 0) > 0 ? [nats] : [],
    );
    const { outcome } = first;
    return [
      {
        subject: realTime.subject,
        detail: `${where(sources)} names ${listed(dead.map(({ check }) => check.target))} to its clients, and ${dead.length === 1 ? 'that does' : 'those do'} not open from here: ${endpoint(outcome.address, outcome.port)} ${connectWords(outcome)}.`,
        evidence: [...dead, ...sources].map(({ id }) => id),
        confidence: 0.85,
        ruledOut: [`not the real-time port itself: TCP to ${where(sources)} opened`],
        fill: {
          ADDRESS: sources[0]?.outcome.address ?? outcome.address,
          PORT: String(realTime.port),
          HOST: consoleHost ?? outcome.address,
        },
      },
    ];
  },
};

/** Causes on the port for real-time tasks. */
export const NATS_RULES: readonly Rule[] = [
  realTimePortBlocked,
  closedOnAccept,
  natsNoInfo,
  notNats,
  wrongPort,
  clientCertificateRequired,
  connectionLimit,
  cutByInspection,
  tlsMissing,
  tlsFailed,
  refusedByServer,
  advertisesUnreachable,
];
