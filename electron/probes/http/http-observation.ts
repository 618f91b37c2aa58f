import type { SecureContext } from 'node:tls';
import { type RawExchange, rawExchange } from '../../contract/evidence.ts';
import { isIpv6 } from '../../contract/host-name.ts';
import type { HttpOutcome } from '../../contract/outcomes/http.ts';
import { endpoint } from '../../contract/spoken.ts';
import type { ProbeContext } from '../probe.ts';
import { tlsErrorOf } from '../tls/tls-error.ts';
import { trustContext } from '../tls/trust-store.ts';
import { recognise } from './body-signature.ts';
import { decodeBody, titleOf } from './http-body.ts';
import { type Connection, type HttpTarget, openConnection } from './http-connection.ts';
import { exchange, type HttpExchange } from './http-exchange.ts';
import { clockOffset, headerOf, selectHeaders, withoutQuery } from './http-headers.ts';
import { readRedirect } from './http-redirect.ts';

/** One question to a Console over HTTPS. */
export interface HttpQuestion extends HttpTarget {
  readonly kind: HttpOutcome['kind'];
  readonly path: string;
  readonly caPem?: string | undefined;
  /** A header that is sent but never shown. The raw response is then not kept: the server may repeat it there. */
  readonly secretHeader?: readonly [name: string, value: string];
  /** Ask only a server whose certificate and name are good. */
  readonly mustVerify: boolean;
  /** Redirects to the same host and port that are followed at most. */
  readonly redirectLimit: number;
}

/** The outcome, and the whole text of the body for those who look closer. */
export interface HttpObservation {
  readonly outcome: HttpOutcome;
  readonly text: string;
}

/** Characters of the body that are kept as evidence; the contract has room for as many. */
const BODY_START_LIMIT = 2048;

/** Asks, follows what may be followed, and describes the last answer. All of it within one deadline. */
export async function observeHttp(question: HttpQuestion, context: ProbeContext): Promise<HttpObservation> {
  const secureContext = trustContext(question.mustVerify ? 'verify' : 'observe', question.caPem);
  const startedAt = context.now();
  const limits = {
    signal: context.signal,
    endsAtMs: startedAt + context.deadlineMs,
    now: () => context.now(),
  };
  const redirects: HttpOutcome['redirects'] = [];
  let path = question.path;
  for (;;) {
    const url = `https://${authority(question)}${path}`;
    const visit = await visitOnce(question, path, secureContext, limits);
    const { answer } = visit;
    const redirect = readRedirect(url, answer?.status, answer && headerOf(answer.headers, 'location'));
    const followed = redirect?.nextPath !== undefined && redirects.length < question.redirectLimit;
    if (redirect !== undefined) redirects.push({ ...redirect.hop, followed });
    if (redirect?.nextPath === undefined || !followed)
      return observationOf(question, url, visit, redirects, context, startedAt);
    path = redirect.nextPath;
  }
}

interface Visit {
  readonly connection: Connection;
  readonly answer: HttpExchange | undefined;
  readonly requestHead: string;
  readonly sentAtMs: number;
}

async function visitOnce(
  question: HttpQuestion,
  path: string,
  secureContext: SecureContext,
  limits: Parameters<typeof openConnection>[3],
): Promise<Visit> {
  const headers: [string, string][] = [
    ['Host', authority(question)],
    [
      'Accept',
      question.kind === 'api-token' ? 'application/json' : 'text/html, application/json;q=0.9, */*;q=0.8',
    ],
    // Nothing that comes in is unpacked, so that a small answer stays small.
    ['Accept-Encoding', 'identity'],
    ['User-Agent', 'Airway'],
    ['Connection', 'close'],
  ];
  const requestHead = [
    `GET ${withoutQuery(path)} HTTP/1.1`,
    ...headers.map((header) => header.join(': ')),
  ].join('\r\n');
  const connection = await openConnection(question, secureContext, question.mustVerify, limits);
  const sentAtMs = limits.now();
  if (connection.socket === undefined) return { connection, answer: undefined, requestHead, sentAtMs };
  const { secretHeader } = question;
  if (secretHeader !== undefined) headers.push([...secretHeader]);
  const answer = await exchange(connection.socket, { path, headers }, limits);
  // A server may end a connection on which nothing is asked at any time; then the request goes on a new one (RFC 9112 §9.3.1).
  const wasHandedOver = connection.connectMs === undefined;
  if (wasHandedOver && answer.code === 'closed' && !limits.signal.aborted)
    return visitOnce(question, path, secureContext, limits);
  return { connection, answer, requestHead, sentAtMs };
}

function observationOf(
  question: HttpQuestion,
  url: string,
  { connection, answer, requestHead, sentAtMs }: Visit,
  redirects: HttpOutcome['redirects'],
  context: ProbeContext,
  startedAt: number,
): HttpObservation {
  const headers = answer?.headers ?? [];
  // Packed bytes have no words in them.
  const isPacked = !['', 'identity'].includes(
    headerOf(headers, 'content-encoding')?.trim().toLowerCase() ?? '',
  );
  const text =
    answer === undefined || isPacked ? '' : decodeBody(answer.body, headerOf(headers, 'content-type'));
  const title = titleOf(text);
  const status = answer?.status;
  const wallAtFirstByte =
    answer?.firstByteAtMs === undefined
      ? undefined
      : context.wallClock() - (context.now() - answer.firstByteAtMs);
  const clockOffsetMs =
    wallAtFirstByte === undefined
      ? undefined
      : clockOffset(
          headerOf(headers, 'date'),
          wallAtFirstByte,
          connection.socket === undefined ? 0 : connection.roundTripMs,
        );
  const error = errorOf(connection, answer, context);
  const outcome: HttpOutcome = {
    kind: question.kind,
    code: codeOf(connection, answer),
    url: withoutQuery(url),
    address: question.address,
    port: question.port,
    hostHeader: authority(question),
    ...(status === undefined ? {} : { status }),
    ...(answer?.status === undefined
      ? {}
      : { statusText: answer.statusText.slice(0, 200), httpVersion: answer.httpVersion.slice(0, 10) }),
    headers: selectHeaders(headers),
    redirects,
    ...(title === undefined ? {} : { title }),
    signature: status === undefined ? { code: 'unknown' } : recognise({ status, headers, title, text }),
    bodyBytes: answer?.body.length ?? 0,
    isBodyCut: answer?.code === 'answered' && answer.isBodyCut,
    bodyStart: text.slice(0, BODY_START_LIMIT).toWellFormed(),
    ...(clockOffsetMs === undefined ? {} : { clockOffsetMs }),
    ...(error === undefined ? {} : { error }),
    raw:
      connection.socket === undefined
        ? []
        : rawOf(question, requestHead, answer, sentAtMs - startedAt, startedAt),
    timings: {
      ...(connection.connectMs === undefined ? {} : { connectMs: connection.connectMs }),
      ...(connection.socket === undefined || connection.tlsMs === undefined
        ? {}
        : { tlsMs: connection.tlsMs }),
      ...(answer?.firstByteAtMs === undefined
        ? {}
        : { firstByteMs: Math.max(0, answer.firstByteAtMs - sentAtMs) }),
    },
    elapsedMs: Math.max(0, context.now() - startedAt),
  };
  return { outcome, text };
}

function codeOf(connection: Connection, answer: HttpExchange | undefined): HttpOutcome['code'] {
  if (connection.socket === undefined) {
    if (connection.stage === 'tls') return 'tls-failed';
    return connection.error === undefined ? 'silent' : 'closed';
  }
  // In TLS 1.3 the server may still refuse us after the client thinks that the handshake is done.
  return isTlsRefusal(answer?.error) && answer?.code === 'closed' ? 'tls-failed' : (answer?.code ?? 'closed');
}

const isTlsRefusal = (error: NodeJS.ErrnoException | undefined): boolean =>
  error?.code?.startsWith('ERR_SSL_') === true;

function errorOf(
  connection: Connection,
  answer: HttpExchange | undefined,
  { signal }: ProbeContext,
): HttpOutcome['error'] {
  if (signal.aborted) return { errno: 'ECANCELED', message: 'the run was cancelled' };
  const error = connection.socket === undefined ? connection.error : answer?.error;
  if (error !== undefined) return tlsErrorOf(error);
  if (connection.socket === undefined)
    return {
      errno: 'ETIMEDOUT',
      message: `nothing came of ${connection.stage === 'tcp' ? 'the connection' : 'the handshake'} before the deadline`,
    };
  return answer?.code === 'silent' && answer.firstByteAtMs !== undefined
    ? { errno: 'ETIMEDOUT', message: 'the response head did not come to its end before the deadline' }
    : undefined;
}

function rawOf(
  { secretHeader }: HttpQuestion,
  requestHead: string,
  answer: HttpExchange | undefined,
  sentAtMs: number,
  startedAt: number,
): RawExchange[] {
  const raw = [
    rawExchange('sent', sentAtMs, 'HTTP request head', Buffer.from(`${requestHead}\r\n\r\n`, 'latin1')),
  ];
  if (answer?.firstByteAtMs !== undefined && secretHeader === undefined)
    raw.push(
      rawExchange('received', answer.firstByteAtMs - startedAt, 'HTTP response', headOf(answer.start)),
    );
  return raw;
}

/** The head with its end, or all there is: the body has its own place, and cookies none at all. */
function headOf(start: Uint8Array): Uint8Array {
  const text = Buffer.from(start).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const head = end === -1 ? text : text.slice(0, end + 4);
  return Buffer.from(
    head.replaceAll(/^(set-cookie2?|authorization|proxy-authorization)[ \t]*:.*$/gim, '$1: (left out)'),
    'latin1',
  );
}

/** Host as it was typed, with the port where it is not the default, RFC 9110 §7.2. */
function authority({ host, port }: HttpTarget): string {
  if (port !== 443) return endpoint(host, port);
  return isIpv6(host) ? `[${host}]` : host;
}
