import { type IncomingMessage, request as sendRequest } from 'node:http';
import type { Socket } from 'node:net';
import { onAbort } from '../tls/tls-waiting.ts';
import type { ConnectionLimits } from './http-connection.ts';

/** A GET request. Header names and values in the order in which they are sent. */
export interface HttpRequest {
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** What came back on one connection. */
export interface HttpExchange {
  /** `answered` a whole response head · `closed` · `silent` · `malformed`, as in the contract. */
  readonly code: 'answered' | 'closed' | 'silent' | 'malformed';
  readonly status: number | undefined;
  readonly statusText: string;
  readonly httpVersion: string;
  /** Names in lower case; a header that was sent twice is here twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** The body was longer than the limit, or did not come to its end. */
  readonly isBodyCut: boolean;
  /** The response as it came in, from its first octet, at most 4096 of them. */
  readonly start: Uint8Array;
  readonly error: Error | undefined;
  /** On the clock of `now`; undefined when not one octet came. */
  readonly firstByteAtMs: number | undefined;
}

/** A start page is some kilobytes; block pages with pictures inside have their words long before this. */
const BODY_LIMIT_BYTES = 65_536;

/** Twice what servers allow each other; Node's own default is 16 KiB. */
const HEAD_LIMIT_BYTES = 32_768;

const START_LIMIT_BYTES = 4096;

/**
 * Sends one request and reads one response, neither longer than the deadline: a server that dribbles is cut off there. The
 * connection is spent afterwards.
 */
export function exchange(
  socket: Socket,
  request: HttpRequest,
  limits: ConnectionLimits,
): Promise<HttpExchange> {
  return new Promise((resolve) => {
    const start: Buffer[] = [];
    let startBytes = 0;
    const body: Buffer[] = [];
    let bodyBytes = 0;
    let response: IncomingMessage | undefined;
    let firstByteAtMs: number | undefined;

    let hasFin = false;
    let isDone = false;

    const finish = (code: HttpExchange['code'], isBodyCut: boolean, error?: NodeJS.ErrnoException): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      stopListening();
      outgoing.destroy();
      socket.destroy();
      const status = response?.statusCode;
      resolve({
        code,
        status: code === 'answered' ? status : undefined,
        statusText: response?.statusMessage ?? '',
        httpVersion: response?.httpVersion ?? '',
        headers: pairs(response?.rawHeaders ?? []),
        body: Buffer.concat(body).subarray(0, BODY_LIMIT_BYTES),
        isBodyCut,
        start: Buffer.concat(start).subarray(0, START_LIMIT_BYTES),
        // Node calls a FIN ECONNRESET.
        error: hasFin && error?.code === 'ECONNRESET' ? undefined : error,
        firstByteAtMs,
      });
    };
    const fail = (error: NodeJS.ErrnoException): void => {
      if (response !== undefined) finish('answered', true, error);
      else finish(error.code?.startsWith('HPE_') === true ? 'malformed' : 'closed', false, error);
    };
    const timer = setTimeout(
      () => setImmediate(() => finish(response === undefined ? 'silent' : 'answered', true)),
      Math.max(0, limits.endsAtMs - limits.now()),
    );

    socket.once('end', () => {
      hasFin = true;
    });
    socket.on('data', (chunk: Buffer) => {
      firstByteAtMs ??= limits.now();
      if (startBytes < START_LIMIT_BYTES) start.push(chunk);
      startBytes += chunk.length;
    });
    const outgoing = sendRequest({
      createConnection: () => socket,
      method: 'GET',
      path: request.path,
      setHost: false,
      headers: request.headers.flat(),
      maxHeaderSize: HEAD_LIMIT_BYTES,
    });
    const stopListening = onAbort(limits.signal, () =>
      setImmediate(() => finish(response === undefined ? 'silent' : 'answered', true)),
    );
    outgoing.on('error', fail);
    outgoing.once('close', () => fail(new Error('the connection ended before a response')));
    outgoing.once('upgrade', (upgraded: IncomingMessage) => {
      response = upgraded;
      finish('answered', false);
    });
    outgoing.once('response', (incoming: IncomingMessage) => {
      response = incoming;
      // Three digits below 100 are no status of any class, RFC 9110 §15.
      if ((incoming.statusCode ?? 0) < 100) finish('malformed', true);
      incoming.on('data', (chunk: Buffer) => {
        body.push(chunk);
        bodyBytes += chunk.length;
        if (bodyBytes > BODY_LIMIT_BYTES) finish('answered', true);
      });
      incoming.once('end', () => finish('answered', false));
      incoming.on('error', fail);
    });
    outgoing.end();
  });
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    headers.push([(rawHeaders[index] ?? '').toLowerCase(), rawHeaders[index + 1] ?? '']);
  return headers;
}
