/** Chromium hands an unknown scheme to the desktop, so that pages of `app:` stand under names that exist nowhere (RFC 6761 §6.4). */
const DOMAIN = '.app.invalid';

/** The address by which the browser knows a page: `app://airway/x` is `https://airway.app.invalid/x`. */
export function toBrowser(url: string): string {
  const { protocol, host, pathname, search, hash } = new URL(url);
  return protocol === 'app:' ? `https://${host}${DOMAIN}${pathname}${search}${hash}` : url;
}

/** The address that the program knows. */
export function fromBrowser(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, hostname, pathname, search, hash } = new URL(url);
  if (protocol !== 'https:' || !hostname.endsWith(DOMAIN)) return url;
  return `app://${hostname.slice(0, -DOMAIN.length)}${pathname}${search}${hash}`;
}
