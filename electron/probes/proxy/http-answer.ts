import type { ProxyOutcome } from '../../contract/outcomes/proxy.ts';
import { decodeBody, titleOf } from '../http/http-body.ts';
import { headerOf, withoutQuery } from '../http/http-headers.ts';
import type { HttpHead } from './http-head.ts';

type HttpAnswer = NonNullable<ProxyOutcome['http']>;

/** Headers by which a proxy shows what it is and why it refuses. */
const KEPT: ReadonlySet<string> = new Set([
  'via',
  'server',
  'proxy-agent',
  'proxy-status',
  'x-squid-error',
  'x-cache',
  'x-bluecoat-via',
  'content-type',
  'content-encoding',
  'retry-after',
  'proxy-connection',
  'connection',
]);

const SCHEME_LIMIT = 8;

/** Octets of a page that are read: the style sheets of error pages stand before their words. */
export const PAGE_LIMIT_BYTES = 8192;

/** An answer as the outcome keeps it. `scrub` takes out of every text what must not stand in it. */
export function describeAnswer(
  head: HttpHead,
  page: Uint8Array,
  scrub: (text: string) => string,
): HttpAnswer {
  const { headers } = head;
  const encoding = headerOf(headers, 'content-encoding')?.trim().toLowerCase() ?? '';
  // Packed octets have no words in them, and nothing that comes in is unpacked.
  const text = ['', 'identity'].includes(encoding)
    ? scrub(decodeBody(page, headerOf(headers, 'content-type')))
    : '';
  const title = titleOf(text);
  const location = headerOf(headers, 'location');
  return {
    status: head.status,
    statusText: scrub(head.statusText).slice(0, 200),
    headers: keptHeaders(headers, scrub),
    schemes: schemesOf(headers),
    ...(location === undefined ? {} : { location: withoutQuery(scrub(location)) }),
    ...(title === undefined ? {} : { title }),
    bodyStart: wordsIn(text).slice(0, 2048).toWellFormed(),
  };
}

function keptHeaders(headers: HttpHead['headers'], scrub: (text: string) => string): Record<string, string> {
  const kept = new Map<string, string>();
  for (const [name, value] of headers) {
    if (!KEPT.has(name)) continue;
    const before = kept.get(name);
    kept.set(name, scrub(before === undefined ? value : `${before}, ${value}`).slice(0, 1000));
  }
  return Object.fromEntries(kept);
}

/**
 * The schemes that a proxy offers, RFC 9110 §11.7.1: one or several in one header. What follows a scheme may hold commas too,
 * and always an equals sign or a token without one, so only words that stand where a challenge can begin are taken.
 */
export function schemesOf(headers: HttpHead['headers']): string[] {
  const schemes = headers.flatMap(([name, value]) =>
    name === 'proxy-authenticate'
      ? value
          // Quoted strings may hold anything.
          .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
          .split(',')
          .flatMap((part) => /^\s*([A-Za-z][\w-]{0,39})(?=\s*$|\s+[^\s=])/.exec(part)?.[1] ?? [])
      : [],
  );
  return [...new Set(schemes)].slice(0, SCHEME_LIMIT);
}

/** True when the proxy takes a login by Basic, RFC 7617. */
export const offersBasic = (schemes: readonly string[]): boolean =>
  schemes.some((scheme) => scheme.toLowerCase() === 'basic');

const wordsIn = (page: string): string =>
  page
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replaceAll(/<(style|script)\b[\s\S]*?(?:<\/\1>|$)/gi, '')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim();

/** Errno numbers of Linux, then of the BSDs and macOS, which squid puts into X-Squid-Error. */
const SQUID_ERRNOS: ReadonlyMap<number, string> = new Map([
  [101, 'ENETUNREACH'],
  [110, 'ETIMEDOUT'],
  [111, 'ECONNREFUSED'],
  [113, 'EHOSTUNREACH'],
  [51, 'ENETUNREACH'],
  [60, 'ETIMEDOUT'],
  [61, 'ECONNREFUSED'],
  [65, 'EHOSTUNREACH'],
]);

/** Error types of RFC 9209 §2.3 by what they mean for the client. */
const STATUS_ERRORS: Readonly<Record<string, ProxyOutcome['code']>> = {
  dns_timeout: 'cannot-resolve',
  dns_error: 'cannot-resolve',
  destination_not_found: 'cannot-resolve',
  destination_unavailable: 'cannot-connect',
  destination_ip_prohibited: 'forbidden',
  destination_ip_unroutable: 'cannot-connect',
  connection_refused: 'cannot-connect',
  connection_terminated: 'cannot-connect',
  connection_timeout: 'cannot-connect',
  http_request_denied: 'forbidden',
};

/** Why a tunnel was refused, by status and by the codes that proxies put into headers, never by the words of a page. */
export function refusalOf(
  { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>,
  isName: boolean,
): Pick<ProxyOutcome, 'code' | 'proxyReason'> {
  if (status === 407) return { code: 'login-required' };
  const squid = /^ERR_([A-Z_]{1,40})(?: (\d{1,5}))?$/.exec(headers['x-squid-error']?.trim() ?? '');
  const rfc9209 = /\berror=([a-z_]{1,40})/.exec(headers['proxy-status'] ?? '')?.[1];
  const byStatus = rfc9209 === undefined ? undefined : STATUS_ERRORS[rfc9209];
  if (rfc9209 !== undefined && byStatus !== undefined) return { code: byStatus, proxyReason: rfc9209 };
  if (squid !== null) {
    const name = `ERR_${squid[1] ?? ''}`;
    const errno = SQUID_ERRNOS.get(Number(squid[2]));
    const proxyReason = errno === undefined ? name : `${name} ${squid[2]} (${errno})`;
    if (name === 'ERR_DNS_FAIL') return { code: 'cannot-resolve', proxyReason };
    // Squid 5 says so of a name for CONNECT, where its resolver gave nothing and so no way was left.
    if (name === 'ERR_CANNOT_FORWARD')
      return { code: isName ? 'cannot-resolve' : 'cannot-connect', proxyReason };
    if (name === 'ERR_CONNECT_FAIL') return { code: 'cannot-connect', proxyReason };
    if (name === 'ERR_ACCESS_DENIED') return { code: 'forbidden', proxyReason };
  }
  if (status === 403 || status === 405) return { code: 'forbidden' };
  if (status === 502 || status === 503 || status === 504) return { code: 'cannot-connect' };
  return { code: 'refused' };
}
