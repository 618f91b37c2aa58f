import { withoutQuery } from '../http/http-headers.ts';

/** The address of a PAC file as it may be shown: without login and query, and without a file that stands in the address itself. */
export function shownPacUrl(url: string): string {
  if (!URL.canParse(url)) return '(an address that cannot be read)';
  const { protocol, href } = new URL(url);
  return ['http:', 'https:', 'file:'].includes(protocol)
    ? withoutQuery(href)
    : `${protocol.slice(0, 30)}(not shown)`;
}

/** True when a login stands in the address. */
export const hasUserInfo = (url: string): boolean =>
  URL.canParse(url) && (new URL(url).username !== '' || new URL(url).password !== '');
