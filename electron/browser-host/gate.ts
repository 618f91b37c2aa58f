import type { IncomingHttpHeaders } from 'node:http';

/** What the gate looks at: the head of a request, before anything of it is acted upon. */
export interface RequestHead {
  readonly method: string;
  /** The request target as it was sent, with its query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** Why a request is turned away: an HTTP status and one plain sentence. */
export interface TurnedAway {
  readonly status: 400 | 403 | 405 | 413 | 415;
  readonly why: string;
}

/** The names that loopback has. The port may be any: the near end of an SSH port forward has its own. */
const LOOPBACK_AUTHORITY = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;
/** Longest target that any of our own links has is far below this. */
const TARGET_LIMIT = 2048;

/**
 * Tells a request of our own page from one that some other page made this browser send: the Host header must be a name of
 * loopback (so no name that was rebound to 127.0.0.1), Origin must be that very host, and the browser itself must not call the
 * request cross-site or same-site, which includes any other port of localhost. Undefined when there is nothing against it.
 */
export function whyForeign({ target, headers }: RequestHead): TurnedAway | undefined {
  const { host, origin } = headers;
  if (!target.startsWith('/') || target.length > TARGET_LIMIT)
    return { status: 400, why: 'This is no address of the wizard.' };
  if (host === undefined || !LOOPBACK_AUTHORITY.test(host.toLowerCase()))
    return {
      status: 403,
      why: 'The wizard answers to 127.0.0.1 and localhost only. Open the link as the terminal printed it.',
    };
  if (origin !== undefined && origin !== `http://${host}`)
    return { status: 403, why: 'Another page asked for this, not the wizard.' };
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return {
      status: 403,
      why: 'Another page led here. Copy the link that the terminal printed into the address bar.',
    };
  return undefined;
}

/** A call to a channel has a JSON body, which a form of another page cannot send without being asked first. */
export function whyNoCall({ method, headers }: RequestHead, limitBytes: number): TurnedAway | undefined {
  if (method !== 'POST') return { status: 405, why: 'A channel is asked by POST.' };
  if (!/^application\/json(?:;\s*charset=utf-8)?$/i.test(headers['content-type'] ?? ''))
    return { status: 415, why: 'A channel is asked in application/json.' };
  if (Number(headers['content-length'] ?? 0) > limitBytes) return bodyTooLarge(limitBytes);
  return undefined;
}

/** The answer to a body beyond the limit, announced or not. */
export const bodyTooLarge = (limitBytes: number): TurnedAway => ({
  status: 413,
  why: `A question may have ${limitBytes} bytes.`,
});

/** Everything else is read only. */
export function whyNoRead({ method }: RequestHead): TurnedAway | undefined {
  return method === 'GET' || method === 'HEAD' ? undefined : { status: 405, why: 'This can only be read.' };
}

/** The path of a target and its query, as they were sent: nothing is decoded, so nothing can be hidden by encoding. */
export function splitTarget(target: string): { readonly path: string; readonly query: URLSearchParams } {
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: new URLSearchParams() }
    : { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}
