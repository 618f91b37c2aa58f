import type { CauseId } from '../../contract/cause-ids.ts';
import type { FurtherConnects } from '../../contract/outcomes/further-connects.ts';
import { endpoint, listed, said } from '../../contract/spoken.ts';
import { controlInWords, deadEnds, endsInWords, opensEverything, refusedControls } from '../path-view.ts';
import type { Rule, Sighting } from '../rule.ts';
import { httpsPorts, isOpen, type PortView, type Seen, type SiteView, servicePorts } from '../site-view.ts';
import { comparedFor, isCut } from '../tls-greetings-view.ts';
import { httpCauses } from './cause-sets.ts';

const packetLoss: Rule = {
  cause: 'packet-loss',
  explains: [],
  see: (view) => {
    const late = view.tcp.filter(({ outcome }) => outcome.code === 'open' && outcome.hasRetransmitSignature);
    // One late connect may be a busy machine; the pattern shows only when it repeats.
    if (late.length < 2) return [];
    return [
      {
        subject: late[0]?.subject ?? 'host',
        detail: `${listed(late.map(({ check, outcome }) => `${check.target} opened only after ${said(outcome.elapsedMs)}`))}: times that repeated SYNs leave behind.`,
        evidence: late.map(({ id }) => id),
        confidence: Math.min(0.9, 0.4 + 0.15 * late.length),
        quote: `${late.length} connections late`,
        fill: { ADDRESS: late[0]?.outcome.address ?? '', PORT: String(late[0]?.outcome.port ?? '') },
      },
    ];
  },
};

/** A service that hangs up on everybody before it says a word, whatever protocol was tried. */
const closedOnAccept: Rule = {
  cause: 'closed-on-accept',
  explains: httpCauses,
  see: (view) =>
    httpsPorts(view).flatMap((port): Sighting[] => {
      const hits = port.ends.flatMap(({ tls }) =>
        tls !== undefined &&
        (tls.outcome.code === 'closed' || tls.outcome.code === 'reset') &&
        tls.outcome.bytesReceived === 0
          ? [tls]
          : [],
      );
      const [first] = hits;
      if (first === undefined) return [];
      const { closedBeforeHello = false, code } = first.outcome;
      const compared = comparedFor(view, first);
      const isCutAlways = compared?.row.outcome.greetings.every(isCut) === true;
      const how = code === 'reset' ? 'reset the connection' : 'closed the connection';
      return [
        {
          subject: port.subject,
          detail: closedBeforeHello
            ? `${listed(hits.map(({ check }) => check.target))} accepted and then ${how} before anything was said, after ${said(first.outcome.elapsedMs)}.`
            : `${listed(hits.map(({ check }) => check.target))} accepted, received the ClientHello and ${how} without a byte, after ${said(first.outcome.elapsedMs)}. ${isCutAlways ? 'Smaller greetings and those under another name end alike.' : 'A filter that judges the servername would look the same.'}`,
          evidence: [...hits.map(({ id }) => id), ...(compared === undefined ? [] : [compared.row.id])],
          confidence: closedBeforeHello ? 0.85 : isCutAlways ? 0.75 : 0.6,
          fill: { ADDRESS: first.outcome.address, PORT: String(port.port), HOST: port.host },
        },
      ];
    }),
};

/** What a service seems to have that is only pretended to be there. */
const PRETENDED: readonly CauseId[] = [
  'tls-no-answer',
  'tls-name-blocked',
  'path-mtu-black-hole',
  'closed-on-accept',
  'service-overloaded',
  'nats-no-info',
  'syslog-no-tls',
  'syslog-connection-limit',
];

/** A port that nobody uses opened: what says "open" to everything is no service. */
const falseOpen: Rule = {
  cause: 'false-open',
  explains: PRETENDED,
  see: (view) => {
    const open = view.controls.filter(({ outcome }) => outcome.code === 'open');
    const dead = deadEnds(view);
    const [first] = dead;
    if (open.length === 0) return [];
    if (first === undefined) return falseOpenButServed(view, open);
    const port = [...httpsPorts(view), ...(view.realTime === undefined ? [] : [view.realTime])].find(
      ({ subject }) => subject === first.subject,
    );
    const mute = dead.length === 1 ? 'it never sent a byte' : 'none of them ever sent a byte';
    return [
      {
        subject: first.subject,
        alsoOn: dead.map(({ subject }) => subject),
        detail: `${listed(open.map(controlInWords))}. So what accepts connections there is not the service, and that ${endsInWords(dead)} opened proves nothing: ${mute}.`,
        evidence: [...new Set([...open.map(({ id }) => id), ...dead.flatMap(({ ids }) => ids)])],
        confidence: 0.9,
        fill: {
          ADDRESS: first.address,
          PORT: String(first.port),
          HOST: port?.host ?? view.consoleHost ?? first.address,
        },
      },
    ];
  },
};

/** The services do answer, so nothing is broken; the rows that say "open" are still worth less than they look. */
function falseOpenButServed(view: SiteView, open: readonly Seen<'tcp'>[]): Sighting[] {
  const services = view.tcp.filter(
    ({ outcome }) => outcome.code === 'open' && opensEverything(view, outcome.address),
  );
  const [first] = services;
  if (first === undefined) return [];
  return [
    {
      subject: first.subject,
      detail: `${listed(open.map(controlInWords))}. Something accepts connections there in place of the server, so an open port by itself proves nothing at this address. What was asked beyond TCP did answer: nothing has to be done unless something else fails.`,
      evidence: [...open, ...services].map(({ id }) => id),
      confidence: 0.85,
      severity: 'info',
      fill: {
        ADDRESS: first.outcome.address,
        PORT: String(first.outcome.port),
        HOST: view.consoleHost ?? '',
      },
    },
  ];
}

/** SYNs that stayed unanswered for as long were sent at least three times. */
const SILENT_MS = 2500;

/** Connections that were tried with one address and port, by any check. */
interface Connects {
  readonly opened: number;
  readonly silent: number;
  /** Longest time that an unanswered one was waited for. */
  readonly silentMs: number;
  readonly ids: readonly string[];
}

function connectsOf({ tcp, tls, nats, http }: PortView['ends'][number]): Connects {
  // What went through a proxy tells of the proxy's connections, not of ours.
  const rows = [tls, nats].flatMap((row) => (row === undefined || row.via !== undefined ? [] : [row]));
  const further = [tcp, tls, nats].flatMap((row): FurtherConnects => row?.outcome.further ?? []);
  const silentOnes = [
    ...(tcp?.outcome.code === 'filtered' ? [tcp.outcome.elapsedMs] : []),
    ...rows.flatMap(({ outcome: { code, timings, error, elapsedMs } }) =>
      code === 'failed' &&
      timings.connectMs === undefined &&
      error?.errno === 'ETIMEDOUT' &&
      error.syscall === 'connect'
        ? [elapsedMs]
        : [],
    ),
    ...further.flatMap(({ code, elapsedMs }) => (code === 'silent' ? [elapsedMs] : [])),
  ].filter((elapsedMs) => elapsedMs >= SILENT_MS);
  const opened =
    (tcp?.outcome.code === 'open' ? 1 : 0) +
    [...rows, ...(http === undefined ? [] : [http])].filter(
      ({ outcome }) => outcome.timings.connectMs !== undefined,
    ).length +
    further.filter(({ code }) => code === 'open').length;
  return {
    opened,
    silent: silentOnes.length,
    silentMs: Math.max(0, ...silentOnes),
    ids: [...(tcp === undefined ? [] : [tcp]), ...rows].map(({ id }) => id),
  };
}

/** Some connections to one address and port open, and others beside them get no answer. */
const serviceOverloaded: Rule = {
  cause: 'service-overloaded',
  explains: [
    'tls-no-answer',
    'tls-name-blocked',
    'path-mtu-black-hole',
    'port-filtered',
    'address-dead',
    'ipv6-broken',
    'alternate-port-blocked',
    'real-time-port-blocked',
    'console-backend-hung',
    'nats-no-info',
  ],
  see: (view) => {
    const { realTime } = view;
    const isServed = view.ports.some((port) => port.role === 'primary' && isOpen(port));
    const ports = new Set([...servicePorts(view), ...(realTime === undefined ? [] : [realTime])]);
    return [...ports].flatMap((port): Sighting[] => {
      const hits = port.ends
        .map((end) => ({ address: end.address, seen: connectsOf(end) }))
        .filter(({ seen }) => seen.opened > 0 && seen.silent > 0);
      const [first] = hits;
      if (first === undefined) return [];
      // Loss on the way would leave its mark on other ports of the site as well.
      const isLossy = view.tcp.some(
        ({ outcome, subject }) => subject !== port.subject && outcome.hasRetransmitSignature,
      );
      return [
        {
          subject: port.subject,
          detail: `${listed(hits.map(({ address, seen }) => `Of ${seen.opened + seen.silent} connections to ${endpoint(address, port.port)}, ${seen.opened} opened and ${seen.silent} got no answer in up to ${said(seen.silentMs)}`))}: the service, or what stands before it, takes only some of them.${isLossy ? ' Other connections were late too, so that packets are lost is possible.' : ''}`,
          evidence: hits.flatMap(({ seen }) => seen.ids),
          confidence: isLossy ? 0.5 : refusedControls(view, port).length > 0 ? 0.85 : 0.75,
          ruledOut: refusedControls(view, port).map((row) => `not the whole host: ${controlInWords(row)}`),
          // Beside a primary port that works, these are only missed by some.
          ...(isServed && (port.role === 'alternate' || port.role === 'tasks')
            ? { severity: 'warning' as const }
            : {}),
          fill: { ADDRESS: first.address, PORT: String(port.port), HOST: port.host },
        },
      ];
    });
  },
};

/** Causes on connections that open, but not for everybody, not in time, or not by the service. */
export const OPEN_RULES: readonly Rule[] = [falseOpen, serviceOverloaded, packetLoss, closedOnAccept];
