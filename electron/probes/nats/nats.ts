import type { NatsOutcome } from '../../contract/outcomes/nats.ts';
import { endpoint } from '../../contract/spoken.ts';
import { defineProbe, type ProbeContext } from '../probe.ts';
import { withFurtherConnects } from '../tcp/further-connects.ts';
import { lawfulServername } from '../tls/tls.ts';
import { alertName } from '../tls/tls-alerts.ts';
import { tlsErrorOf } from '../tls/tls-error.ts';
import { NatsConversation, type NatsInput } from './nats-conversation.ts';
import { type Exchange, NatsExchange } from './nats-exchange.ts';
import { lookOverHttp } from './nats-http-look.ts';
import { judgeNats } from './nats-verdict.ts';

/**
 * What a Responder's real-time channel meets on one address: the INFO of a NATS server, TLS where it is asked for, and the
 * answer to CONNECT and PING. No credentials are sent, nothing is published and nothing subscribed: a server that wants a
 * login has shown that it is there.
 */
export const natsGreeting = withFurtherConnects(
  defineProbe<NatsInput, NatsOutcome>({
    id: 'nats',
    // 1.5 s for a greeting, 1.2 s for a ServerHello in its place, and the rest for a look in HTTP.
    deadlineMs: 4000,
    awaiting: ({ address, port }) => `the INFO of ${endpoint(address, port)}`,
    run,
    judge: judgeNats,
  }),
  ({ code, bytesReceived }) => (code === 'no-info' || code === 'failed') && bytesReceived === 0,
);

async function run(given: NatsInput, context: ProbeContext): Promise<NatsOutcome> {
  const input = { ...given, servername: lawfulServername(given.servername) };
  if (context.signal.aborted) return cancelled(input);
  const startedAt = context.now();
  const first = new NatsConversation(input, context, startedAt);
  try {
    const attempt = new NatsExchange(first, input, context);
    const exchange = await attempt.run();
    // Ends the connection before another one: a server with one place left gives it to that.
    first.end();
    if (attempt.isGreetingLate) return await waitLonger(exchange, first, input, context, startedAt);
    const seen = await withHttpLook(exchange, first, input, context, startedAt);
    return outcomeOf(input, seen, first);
  } finally {
    first.end();
  }
}

/** The same conversation on a connection that stands already; there is one only, so nothing is tried a second time. */
export async function greetOver(
  input: NatsInput & Required<Pick<NatsInput, 'socket'>>,
  context: ProbeContext,
): Promise<NatsOutcome> {
  const talk = new NatsConversation(input, context, context.now());
  try {
    return outcomeOf(input, await new NatsExchange(talk, input, context).run(), talk);
  } finally {
    talk.end();
  }
}

/** Nothing was sent and nothing is known; the row of a cancelled run says why by itself. */
const cancelled = ({ address, port, servername }: NatsInput): NatsOutcome => ({
  kind: 'nats',
  code: 'failed',
  address,
  port,
  servername,
  lastSent: 'nothing',
  bytesReceived: 0,
  tls: { attempted: false, first: false },
  error: CANCELLED,
  raw: [],
  timings: {},
  elapsedMs: 0,
});

const CANCELLED = { errno: 'ECANCELED', message: 'the run was cancelled' };

/** Once more, without a ClientHello; where the time is too short for that, it was seen that INFO comes, and no more. */
async function waitLonger(
  late: Exchange,
  first: NatsConversation,
  input: NatsInput,
  context: ProbeContext,
  startedAt: number,
): Promise<NatsOutcome> {
  const second = new NatsConversation(input, context, startedAt);
  try {
    const exchange = await new NatsExchange(second, input, context, true).run();
    const wasTooShort =
      second.isLate && (exchange.code === 'no-info' || exchange.code === 'cut-after-connect');
    return wasTooShort ? outcomeOf(input, late, first) : outcomeOf(input, exchange, second);
  } finally {
    second.end();
  }
}

async function withHttpLook(
  exchange: Exchange,
  talk: NatsConversation,
  input: NatsInput,
  context: ProbeContext,
  startedAt: number,
): Promise<Exchange> {
  const isSilent = exchange.code === 'no-info' && talk.bytesReceived === 0;
  const isPlainHttp = exchange.code === 'http' && !talk.isSecure;
  if (!(isSilent || isPlainHttp) || context.signal.aborted || talk.elapsed() >= context.deadlineMs)
    return exchange;
  context.progress(`an answer in HTTP from ${endpoint(input.address, input.port)}`);
  const look = await lookOverHttp(input, context, startedAt);
  talk.raw.push(...look.raw);
  if (look.firstLine === undefined) return exchange;
  return look.isMonitoring
    ? { ...exchange, code: 'wrong-port', listener: 'monitoring', firstLine: look.firstLine }
    : { ...exchange, code: 'http', firstLine: exchange.firstLine ?? look.firstLine };
}

function outcomeOf(input: NatsInput, seen: Exchange, talk: NatsConversation): NatsOutcome {
  const { alert, requestsClientCertificate } = talk.wire;
  const version = talk.version ?? talk.wire.version;
  const end = endOf(seen, talk);
  const error = errorOf(seen, talk);
  return {
    kind: 'nats',
    code: seen.code,
    address: input.address,
    port: input.port,
    servername: input.servername,
    ...(seen.info === undefined ? {} : { info: seen.info }),
    ...(seen.errText === undefined ? {} : { errText: seen.errText }),
    ...(seen.firstLine === undefined ? {} : { firstLine: seen.firstLine }),
    ...(seen.listener === undefined ? {} : { listener: seen.listener }),
    ...(end === undefined ? {} : { end }),
    lastSent: seen.lastSent,
    bytesReceived: talk.bytesReceived,
    tls: {
      ...seen.tls,
      ...(version === undefined ? {} : { version }),
      ...(talk.cipher === undefined ? {} : { cipher: talk.cipher }),
      ...(alert === undefined ? {} : { alert: { ...alert, name: alertName(alert.number) } }),
      ...(requestsClientCertificate === undefined ? {} : { requestsClientCertificate }),
      ...(talk.libraryVerdict === undefined ? {} : { libraryVerdict: talk.libraryVerdict }),
    },
    ...(error === undefined ? {} : { error }),
    raw: talk.raw.slice(0, 12),
    timings: {
      ...(talk.connectMs === undefined ? {} : { connectMs: talk.connectMs }),
      ...(seen.infoMs === undefined ? {} : { infoMs: seen.infoMs }),
      ...(talk.tlsMs === undefined ? {} : { tlsMs: talk.tlsMs }),
      ...(seen.answerMs === undefined ? {} : { answerMs: seen.answerMs }),
    },
    elapsedMs: talk.elapsed(),
  };
}

/** Codes that an end, or silence, decided. */
const DECIDED_BY_END: ReadonlySet<NatsOutcome['code']> = new Set([
  'no-info',
  'closed',
  'reset',
  'cut-after-connect',
  'tls-failed',
]);

function endOf({ code }: Exchange, { peerEnd }: NatsConversation): NatsOutcome['end'] {
  if (!DECIDED_BY_END.has(code)) return undefined;
  return peerEnd ?? (code === 'tls-failed' ? undefined : 'silent');
}

function errorOf({ code }: Exchange, talk: NatsConversation): NatsOutcome['error'] {
  if (talk.isCancelled) return CANCELLED;
  if (code === 'failed' && talk.isConnected)
    return { errno: 'ETIMEDOUT', message: 'INFO came so late that no time was left for an answer' };
  if (code === 'failed' && talk.failure === undefined)
    return { errno: 'ETIMEDOUT', syscall: 'connect', message: 'no connection before the deadline' };
  return talk.failure === undefined || !(code === 'failed' || code === 'tls-failed')
    ? undefined
    : tlsErrorOf(talk.failure);
}
