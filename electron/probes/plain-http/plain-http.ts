import { lookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';
import { rawExchange } from '../../contract/evidence.ts';
import { isIpAddress } from '../../contract/host-name.ts';
import type { PlainHttpOutcome } from '../../contract/outcomes/plain-http.ts';
import { withinDeadline } from '../host/host-deadline.ts';
import { recognise } from '../http/body-signature.ts';
import { decodeBody, titleOf } from '../http/http-body.ts';
import type { HttpExchange } from '../http/http-exchange.ts';
import { headerOf, selectHeaders, withoutQuery } from '../http/http-headers.ts';
import { defineProbe, type ProbeContext } from '../probe.ts';
import { systemErrorOf } from '../tcp/tcp-system-error.ts';
import { elapsedBetween } from '../tcp/tcp-timing.ts';
import { onAbort } from '../tls/tls-waiting.ts';
import { judgePlainHttp } from './plain-http-verdict.ts';
import { proxyMarks } from './proxy-marks.ts';

/** What to ask for in clear text. */
export interface PlainHttpInput {
  readonly role: PlainHttpOutcome['role'];
  /** An http URL; its host is what the Host header says. */
  readonly url: string;
  /** Where to connect to; the host of the URL is looked up where it is not given. */
  readonly address?: string;
}

/** One GET in clear text: the first thing that a captive portal or a proxy in the way gets its hands on. */
export const plainHttp = defineProbe<PlainHttpInput, PlainHttpOutcome>({
  id: 'plain-http',
  deadlineMs: 3000,
  awaiting: ({ url }) => `an answer of ${withoutQuery(url)} in clear text`,
  run,
  judge: judgePlainHttp,
});

interface Visit {
  readonly address: string;
  readonly connectMs?: number;
  readonly sentAtMs?: number;
  readonly exchange?: HttpExchange;
  readonly error?: PlainHttpOutcome['error'];
}

async function run(input: PlainHttpInput, context: ProbeContext): Promise<PlainHttpOutcome> {
  const startedAt = context.now();
  const url = new URL(input.url);
  const visit = await visitOnce(url, input.address, context, startedAt);
  return outcomeOf(input, url, visit, context, startedAt);
}

async function visitOnce(
  url: URL,
  given: string | undefined,
  context: ProbeContext,
  startedAt: number,
): Promise<Visit> {
  const endsAtMs = startedAt + context.deadlineMs;
  const host = bareHost(url);
  const found =
    given ?? (isIpAddress(host) ? host : await addressOf(host, endsAtMs - context.now(), context.signal));
  if (typeof found !== 'string') return { address: '', error: found };
  const port = url.port === '' ? 80 : Number(url.port);
  const connection = await openSocket(found, port, endsAtMs, context);
  if (!('socket' in connection)) return { address: found, error: connection };
  const { socket } = connection;
  const connectMs = elapsedBetween(startedAt, context.now());
  const sentAtMs = context.now();
  try {
    const { exchange } = await import('../http/http-exchange.ts');
    const answer = await exchange(
      socket,
      {
        path: `${url.pathname}${url.search}`,
        headers: [
          ['Host', url.host],
          ['Accept', '*/*'],
          ['Accept-Encoding', 'identity'],
          ['User-Agent', 'Airway'],
          ['Connection', 'close'],
        ],
      },
      { signal: context.signal, endsAtMs, now: () => context.now() },
    );
    const error = context.signal.aborted
      ? ended(context.signal, '')
      : answer.error && systemErrorOf(answer.error);
    return {
      address: found,
      connectMs,
      sentAtMs,
      exchange: answer,
      ...(error === undefined ? {} : { error }),
    };
  } finally {
    socket.destroy();
  }
}

const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

async function addressOf(
  host: string,
  milliseconds: number,
  signal: AbortSignal,
): Promise<string | NonNullable<PlainHttpOutcome['error']>> {
  const found = lookup(host).then(
    ({ address }) => ({ address }),
    (error: unknown) => ({ error: systemErrorOf(error) }),
  );
  const seen = await withinDeadline<{ address: string } | { error: NonNullable<PlainHttpOutcome['error']> }>(
    found,
    milliseconds,
    signal,
  );
  if (seen === undefined) return ended(signal, `no address for ${host} before the deadline`);
  return 'address' in seen ? seen.address : seen.error;
}

const ended = (signal: AbortSignal, message: string): NonNullable<PlainHttpOutcome['error']> =>
  signal.aborted ? { errno: 'ECANCELED', message: 'the run was cancelled' } : { errno: 'ETIMEDOUT', message };

function openSocket(
  address: string,
  port: number,
  endsAtMs: number,
  context: ProbeContext,
): Promise<{ socket: Socket } | NonNullable<PlainHttpOutcome['error']>> {
  return new Promise((resolve) => {
    let isDone = false;
    const socket = connect({ host: address, port, autoSelectFamily: false, noDelay: true });
    const finish = (result: { socket: Socket } | NonNullable<PlainHttpOutcome['error']>): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      stopListening();
      socket.off('error', fail);
      if (!('socket' in result)) {
        // What is torn down may still report its end.
        socket.on('error', () => undefined);
        socket.destroy();
      }
      resolve(result);
    };
    const fail = (error: Error): void => finish(systemErrorOf(error));
    const late = (): void => finish(ended(context.signal, 'no connection before the deadline'));
    const timer = setTimeout(() => setImmediate(late), Math.max(0, endsAtMs - context.now()));
    socket.on('error', fail);
    socket.once('connect', () => finish({ socket }));
    const stopListening = onAbort(context.signal, () => setImmediate(late));
  });
}

function outcomeOf(
  { role }: PlainHttpInput,
  url: URL,
  visit: Visit,
  context: ProbeContext,
  startedAt: number,
): PlainHttpOutcome {
  const { exchange } = visit;
  const headers = exchange?.headers ?? [];
  const text = exchange === undefined ? '' : decodeBody(exchange.body, headerOf(headers, 'content-type'));
  const title = titleOf(text);
  const status = exchange?.status;
  const location = headerOf(headers, 'location');
  const signature =
    status === undefined ? { code: 'unknown' as const } : recognise({ status, headers, title, text });
  const target = location !== undefined && URL.canParse(location, url) ? new URL(location, url) : undefined;
  const firstByteAtMs = exchange?.firstByteAtMs;
  return {
    kind: 'plain-http',
    code: codeOf(visit, url, target, signature.code),
    role,
    url: withoutQuery(url.href),
    address: visit.address,
    port: url.port === '' ? 80 : Number(url.port),
    ...(status === undefined ? {} : { status, statusText: (exchange?.statusText ?? '').slice(0, 200) }),
    headers: selectHeaders(headers),
    ...(target === undefined ? {} : { location: withoutQuery(target.href) }),
    proxyMarks: proxyMarks(headers),
    ...(title === undefined ? {} : { title }),
    signature,
    bodyBytes: exchange?.body.length ?? 0,
    bodyStart: text.slice(0, 2048).toWellFormed(),
    ...(visit.error === undefined ? {} : { error: visit.error }),
    raw:
      exchange?.firstByteAtMs === undefined
        ? []
        : [
            rawExchange(
              'received',
              exchange.firstByteAtMs - startedAt,
              'HTTP response head',
              headOf(exchange.start),
            ),
          ],
    timings: {
      ...(visit.connectMs === undefined ? {} : { connectMs: visit.connectMs }),
      ...(firstByteAtMs === undefined || visit.sentAtMs === undefined
        ? {}
        : { firstByteMs: Math.max(0, firstByteAtMs - visit.sentAtMs) }),
    },
    elapsedMs: elapsedBetween(startedAt, context.now()),
  };
}

function codeOf(
  { exchange, error }: Visit,
  url: URL,
  target: URL | undefined,
  signature: PlainHttpOutcome['signature']['code'],
): PlainHttpOutcome['code'] {
  if (exchange === undefined) return error?.errno === 'ECONNREFUSED' ? 'closed' : 'no-answer';
  if (exchange.code === 'silent') return 'no-answer';
  if (exchange.code !== 'answered') return 'not-http';
  const { status = 0 } = exchange;
  // Network Authentication Required, RFC 6585 §6: a server never says it in its own name.
  if (status === 511 || signature === 'login-portal') return 'login-wanted';
  if (status < 300 || status > 399 || target === undefined) return 'answered';
  if (bareHost(target).toLowerCase() !== bareHost(url).toLowerCase()) return 'elsewhere';
  return target.protocol === 'https:' ? 'to-https' : 'answered';
}

/** The head of the response without cookies. */
function headOf(start: Uint8Array): Uint8Array {
  const text = Buffer.from(start).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const head = end === -1 ? text : text.slice(0, end + 4);
  return Buffer.from(head.replaceAll(/^(set-cookie2?)[ \t]*:.*$/gim, '$1: (left out)'), 'latin1');
}
