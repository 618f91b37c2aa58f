/** Headers that say who answered and how. Cookies, tokens and whatever else a server sends stay out of reports. */
const KEPT: ReadonlySet<string> = new Set([
  'server',
  'date',
  'content-type',
  'content-encoding',
  'location',
  'via',
  'x-squid-error',
  'x-cache',
  'www-authenticate',
  'proxy-authenticate',
  'retry-after',
  'strict-transport-security',
  'x-powered-by',
]);

/** Characters of one value that are kept. */
const VALUE_LIMIT = 1000;

type Header = readonly [name: string, value: string];

/** The headers of a response that reports carry: location without its query, challenges by their scheme only. */
export function selectHeaders(headers: readonly Header[]): Record<string, string> {
  const selected = new Map<string, string>();
  for (const [name, value] of headers) {
    if (!KEPT.has(name)) continue;
    const kept = name.endsWith('-authenticate')
      ? schemeOf(value)
      : name === 'location'
        ? withoutQuery(value)
        : value;
    const before = selected.get(name);
    selected.set(name, (before === undefined ? kept : `${before}, ${kept}`).slice(0, VALUE_LIMIT));
  }
  return Object.fromEntries(selected);
}

/** The first value of a header, undefined when it was not sent. */
export const headerOf = (headers: readonly Header[], name: string): string | undefined =>
  headers.find(([sent]) => sent === name)?.[1];

/** The first word of a challenge, RFC 9110 §11.3: what follows may hold nonces and tokens. */
const schemeOf = (challenge: string): string => /^[\w-]{1,40}/.exec(challenge.trim())?.[0] ?? '';

/** A URL without user info, query and fragment: all three carry secrets. */
export function withoutQuery(url: string): string {
  return url
    .replace(/[?#].*$/s, '')
    .replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/@]*@/i, '$1//')
    .slice(0, 2048);
}

/** An IMF-fixdate, RFC 9110 §5.6.7: the form that every server of this century sends. */
const IMF_FIXDATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/**
 * How far the server's clock is ahead of ours, in ms. Date has whole seconds, so its middle is taken; the response was half a
 * round trip on its way. undefined when there is no Date or it is none.
 */
export function clockOffset(
  date: string | undefined,
  receivedAtMs: number,
  roundTripMs: number,
): number | undefined {
  if (date === undefined || !IMF_FIXDATE.test(date)) return undefined;
  const serverMs = Date.parse(date);
  return Number.isNaN(serverMs) ? undefined : Math.round(serverMs + 500 - (receivedAtMs - roundTripMs / 2));
}
