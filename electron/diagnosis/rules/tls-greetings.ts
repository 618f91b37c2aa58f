import type { CauseId } from '../../contract/cause-ids.ts';
import { greetingAnswer, greetingName, isAccepted } from '../../contract/greeting-words.ts';
import type { Greeting } from '../../contract/outcomes/tls-hello.ts';
import { endpoint, listed, said } from '../../contract/spoken.ts';
import type { Rule, Sighting } from '../rule.ts';
import { httpsPorts, type PortView, type Seen, type SiteView } from '../site-view.ts';
import { type Compared, comparedFor, isCut, namesTheSite } from '../tls-greetings-view.ts';
import { httpCauses } from './cause-sets.ts';
import { tlsOf } from './tls-rows.ts';

/** What a cut or silent handshake is taken for as long as nothing was compared. */
const HANDSHAKE_CAUSES: readonly CauseId[] = [
  'tls-no-answer',
  'closed-on-accept',
  'tls-no-common-cipher',
  'tls-version-too-old',
  ...httpCauses,
];

/** What one handshake shows together with the greetings that were compared with it. */
interface Shown {
  readonly detail: string;
  readonly confidence: number;
  readonly ruledOut: readonly string[];
}

/** A cause that shows in handshakes which did not come about. One sighting a port, told by its first address. */
function comparisonRule(
  cause: CauseId,
  show: (tls: Seen<'tls'>, compared: Compared | undefined) => Shown | undefined,
): Rule {
  const onPort = (view: SiteView, port: PortView): Sighting[] => {
    const hits = tlsOf(port).flatMap((tls) => {
      if (tls.outcome.code === 'established' || tls.outcome.code === 'not-tls') return [];
      const compared = comparedFor(view, tls);
      const shown = show(tls, compared);
      return shown === undefined ? [] : [{ tls, compared, shown }];
    });
    const [first] = hits;
    if (first === undefined) return [];
    const others = hits.slice(1).map(({ tls }) => endpoint(tls.outcome.address, port.port));
    const alike = others.length === 0 ? '' : ` The same at ${listed(others)}.`;
    return [
      {
        subject: port.subject,
        detail: `${first.shown.detail}${alike}`,
        confidence: first.shown.confidence,
        evidence: hits.flatMap(({ tls, compared }) =>
          compared === undefined ? [tls.id] : [tls.id, compared.row.id],
        ),
        ruledOut: first.shown.ruledOut,
        fill: {
          HOST: port.host,
          NAME: port.host,
          ADDRESS: first.tls.outcome.address,
          PORT: String(port.port),
        },
      },
    ];
  };
  return {
    cause,
    explains: HANDSHAKE_CAUSES,
    see: (view) => httpsPorts(view).flatMap((port) => onPort(view, port)),
  };
}

const whereOf = ({ outcome }: Seen<'tls'>): string => endpoint(outcome.address, outcome.port);

const got = (greeting: Greeting): string => `${greetingName(greeting)} gets ${greetingAnswer(greeting)}`;

/** RFC 6066 §3: with this alert the server itself says that it does not know the name. */
const UNRECOGNIZED_NAME = 112;

const tlsNameBlocked = comparisonRule('tls-name-blocked', (tls, compared) => {
  const { servername, alert } = tls.outcome;
  const small = compared?.of('small');
  if (compared === undefined || servername === null || small === undefined) return undefined;
  if (alert?.number === UNRECOGNIZED_NAME || small.alert?.number === UNRECOGNIZED_NAME) return undefined;
  const isRefused = small.code === 'alert';
  if (!isRefused && !isCut(small)) return undefined;
  const named = compared.row.outcome.greetings.filter(namesTheSite);
  // A word of the server about the name shows that the name came through; so does each greeting that was accepted.
  const short = compared.of('short-answer');
  if (named.some(isAccepted) || (short !== undefined && !isCut(short) && !isRefused)) return undefined;
  const passed = [compared.of('no-name'), compared.of('other-name')].filter(
    (greeting): greeting is Greeting => greeting !== undefined && isAccepted(greeting),
  );
  if (passed.length === 0) return undefined;
  const doubt = isRefused ? ' A server that is set up wrongly for this one name would look the same.' : '';
  return {
    detail: `At ${whereOf(tls)} a ClientHello for ${servername} gets ${greetingAnswer(small)}, while ${listed(passed.map(got))}.${doubt}`,
    confidence: (isRefused ? 0.55 : 0.8) + (passed.length === 2 ? 0.1 : 0),
    ruledOut: [
      `not the address or the port: TCP to ${whereOf(tls)} opened, and TLS answers under another name`,
    ],
  };
});

const pathMtuBlackHole = comparisonRule('path-mtu-black-hole', (tls, compared) => {
  const { code, alert } = tls.outcome;
  if (alert !== undefined || (code !== 'silent' && code !== 'closed' && code !== 'reset')) return undefined;
  return (compared === undefined ? undefined : largeIsLost(tls, compared)) ?? flightIsLost(tls, compared);
});

/** Towards the server: what fits into one packet is answered, what takes two is not. */
function largeIsLost(tls: Seen<'tls'>, compared: Compared): Shown | undefined {
  const [small, large] = [compared.of('small'), compared.of('large')];
  if (small === undefined || !isAccepted(small) || !isCut(large) || large.bytesReceived > 0) return undefined;
  return {
    detail: `${whereOf(tls)} answers ${greetingName(small)} (${greetingAnswer(small)}), while ${got(large)}: full-size packets towards it vanish, or a device on the way cannot take a ClientHello in two packets.`,
    confidence: large.code === 'silent' ? 0.85 : 0.7,
    ruledOut: [`not the server: it answers what fits into one packet`],
  };
}

/** From the server: short answers arrive, and the certificate, which fills whole packets, does not. */
function flightIsLost(tls: Seen<'tls'>, compared: Compared | undefined): Shown | undefined {
  const { code, bytesReceived, version, chain, elapsedMs } = tls.outcome;
  if (code !== 'silent' || chain.length > 0) return undefined;
  const doubt = 'A server that hangs while it fetches its certificate would look the same.';
  const [small, short] = [compared?.of('small'), compared?.of('short-answer')];
  if (short !== undefined && (isAccepted(short) || short.code === 'alert') && small?.code === 'silent')
    return {
      detail: `${whereOf(tls)} answers ${greetingName(short)} (${greetingAnswer(short)}), and where the certificate has to follow, nothing arrives in ${said(elapsedMs)}: full-size packets from the server vanish. ${doubt}`,
      confidence: isAccepted(short) ? 0.8 : 0.65,
      ruledOut: ['not a service that hangs altogether: its short answers arrive'],
    };
  if (bytesReceived === 0 || version === undefined) return undefined;
  return {
    detail: `${whereOf(tls)} sent its ServerHello (${version}, ${bytesReceived} bytes in all), and the certificate that has to follow did not arrive in ${said(elapsedMs)}: full-size packets from the server vanish. ${doubt}`,
    confidence: 0.65,
    ruledOut: [`not the way to the server: it answered the ClientHello`],
  };
}

/** Causes that show when greetings are compared: they say why a handshake is cut or silent, which the handshake itself cannot. */
export const GREETING_RULES: readonly Rule[] = [pathMtuBlackHole, tlsNameBlocked];
