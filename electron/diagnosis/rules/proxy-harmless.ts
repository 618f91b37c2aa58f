import { isLoopbackAddress } from '../../contract/host-name.ts';
import { excusedByProxy, isSameBothWays } from '../proxy-view.ts';
import type { SiteView } from '../site-view.ts';
import { isWithoutRoute } from './host.ts';

/**
 * Ids of failed checks that need no word because of a proxy: direct ways of a site that is reached through one, faults that the
 * direct checks show as well, and other addresses of a proxy that works.
 */
export function harmlessByProxy(view: SiteView): string[] {
  const shared = view.proxies.flatMap(({ ways }) =>
    ways.filter((way) => isSameBothWays(view, way)).map(({ id }) => id),
  );
  const otherAddresses = view.proxies.flatMap(({ tcp }) =>
    tcp.some(({ outcome }) => outcome.code === 'open')
      ? tcp.flatMap(({ id, outcome: { address, code, origin, error } }) =>
          isLoopbackAddress(address) || isWithoutRoute(code, origin, error?.errno) ? [id] : [],
        )
      : [],
  );
  return [...excusedByProxy(view), ...shared, ...otherAddresses];
}
