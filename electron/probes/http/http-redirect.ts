import type { HttpOutcome } from '../../contract/outcomes/http.ts';
import { withoutQuery } from './http-headers.ts';

type Hop = HttpOutcome['redirects'][number];

/** Statuses that send a client elsewhere, RFC 9110 §15.4. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Where a redirect leads, and whether it may be followed. */
export interface Redirect {
  readonly hop: Omit<Hop, 'followed'>;
  /** The path to ask for next on the same address; undefined where the redirect is only reported. */
  readonly nextPath: string | undefined;
}

/**
 * Reads a redirect. It may be followed only to the same host, over https, on the port that is being looked at: another host is
 * another server, and another port is another check.
 */
export function readRedirect(
  url: string,
  status: number | undefined,
  location: string | undefined,
): Redirect | undefined {
  if (status === undefined || !REDIRECTS.has(status) || location === undefined) return undefined;
  const hop = { url: withoutQuery(url), status };
  if (!URL.canParse(location, url) || location.length > 8192)
    return { hop: { ...hop, location: withoutQuery(location), toOtherHost: false }, nextPath: undefined };
  const from = new URL(url);
  const to = new URL(location, url);
  const toOtherHost = bareHost(from) !== bareHost(to);
  const isHere = !toOtherHost && to.protocol === 'https:' && portOf(to) === portOf(from);
  return {
    hop: { ...hop, location: withoutQuery(to.href), toOtherHost },
    nextPath: isHere ? `${to.pathname}${to.search}` : undefined,
  };
}

const bareHost = ({ hostname }: URL): string => hostname.toLowerCase().replace(/\.$/, '');

const portOf = ({ port, protocol }: URL): string => port || (protocol === 'https:' ? '443' : '80');
