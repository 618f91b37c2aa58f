import { isIpAddress, isIpv6 } from '../../contract/host-name.ts';
import { endpoint } from '../../contract/spoken.ts';
import { headerOf } from '../http/http-headers.ts';
import { describeAnswer, PAGE_LIMIT_BYTES, refusalOf } from './http-answer.ts';
import { type HttpHead, HttpHeadReader } from './http-head.ts';
import { alien, type Exchanges, type Negotiation, NO_REST, unanswered } from './negotiation.ts';
import type { ProxyConnection } from './proxy-connection.ts';

/** How long the page of a refusal is waited for after its head. */
const PAGE_MS = 300;

/** One CONNECT, RFC 9110 §9.3.6; credentials, where given, go into Proxy-Authorization and into nothing else. */
export interface ConnectRequest {
  readonly host: string;
  readonly port: number;
  readonly credentials?: string;
  /** Takes the login out of what the proxy sends back. */
  readonly scrub: (text: string) => string;
}

/** Asks for the tunnel once and reads the answer. */
export async function askForTunnel(
  talk: ProxyConnection,
  request: ConnectRequest,
  exchanges: Exchanges,
): Promise<Negotiation> {
  const reader = new HttpHeadReader();
  let start: Buffer = NO_REST;
  let pageBytes = 0;
  talk.take = (bytes) => {
    if (start.length < 2048) start = Buffer.concat([start, bytes.subarray(0, 2048 - start.length)]);
    if (reader.state === 'done') pageBytes += bytes.length;
    reader.push(bytes);
  };
  const askedAtMs = exchanges.elapsed();
  send(talk, request, exchanges);
  await talk.until(() => reader.state !== 'reading');
  const answerMs = Math.max(0, exchanges.elapsed() - askedAtMs);
  // With a login in the request its answer may repeat it.
  if (start.length > 0 && request.credentials === undefined)
    exchanges.note('received', 'answer of the proxy', withoutCookies(start));
  const { head, state } = reader;
  if (state === 'not-http' || state === 'too-long') return { ...alien(start), answerMs };
  if (head === undefined) return unanswered(talk);
  if (head.status >= 200 && head.status < 300 && !hasContent(head)) {
    const { rest } = reader;
    return { code: 'granted', http: describeAnswer(head, NO_REST, request.scrub), rest, answerMs };
  }
  const wanted = Math.min(PAGE_LIMIT_BYTES, lengthOf(head) ?? PAGE_LIMIT_BYTES);
  await talk.until(() => reader.rest.length >= wanted || pageBytes >= wanted, PAGE_MS);
  const http = describeAnswer(head, reader.rest.subarray(0, wanted), request.scrub);
  if (head.status < 300) return { ...alien(start), http, answerMs };
  return { ...refusalOf(http, !isIpAddress(request.host)), http, rest: NO_REST, answerMs };
}

function send(
  talk: ProxyConnection,
  { host, port, credentials }: ConnectRequest,
  exchanges: Exchanges,
): void {
  const authority = endpoint(isIpv6(host) ? host : host.replace(/\.$/, ''), port);
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`, 'User-Agent: Airway'];
  const shown = credentials === undefined ? lines : [...lines, 'Proxy-Authorization: (left out)'];
  const sent = credentials === undefined ? lines : [...lines, `Proxy-Authorization: ${credentials}`];
  exchanges.note('sent', 'CONNECT', Buffer.from(`${shown.join('\r\n')}\r\n\r\n`, 'latin1'));
  talk.send(Buffer.from(`${sent.join('\r\n')}\r\n\r\n`, 'latin1'));
}

/** A grant has no content (RFC 9110 §9.3.6): what answers so is a web server that takes CONNECT for a request. */
const hasContent = (head: HttpHead): boolean =>
  (lengthOf(head) ?? 0) > 0 || headerOf(head.headers, 'transfer-encoding') !== undefined;

function lengthOf({ headers }: HttpHead): number | undefined {
  const text = headerOf(headers, 'content-length');
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

const withoutCookies = (start: Buffer): Buffer =>
  Buffer.from(
    start
      .toString('latin1')
      .replaceAll(
        /^(set-cookie2?|proxy-authenticate|proxy-authentication-info)[ \t]*:.*$/gim,
        '$1: (left out)',
      ),
    'latin1',
  );
