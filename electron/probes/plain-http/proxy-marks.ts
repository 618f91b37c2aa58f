/** Headers that only somebody between client and server adds (RFC 9110 §7.6.3 for Via; the others by custom). */
const MARKS: ReadonlySet<string> = new Set([
  'via',
  'x-cache',
  'x-cache-lookup',
  'x-squid-error',
  'x-bluecoat-via',
  'proxy-connection',
  'proxy-agent',
]);

/** Names by which proxies and gateways call themselves in `Server`. Products that also stand in front of web servers are left out. */
const PROXY_SERVERS =
  /\b(?:squid|bluecoat|blue coat|zscaler|websense|forcepoint|mcafee web gateway|ironport|cisco wsa|sophos|untangle|e2guardian|dansguardian)\b/i;

/** The lines of a response head that a proxy on the way leaves, as they were sent. */
export function proxyMarks(headers: readonly (readonly [name: string, value: string])[]): string[] {
  return headers
    .filter(([name, value]) => MARKS.has(name) || (name === 'server' && PROXY_SERVERS.test(value)))
    .slice(0, 8)
    .map(([name, value]) => `${name}: ${value}`.slice(0, 300).toWellFormed());
}
