import { endpoint, listed, said } from '../contract/spoken.ts';
import { httpsPorts, type PortView, type Seen, type SiteView } from './site-view.ts';

/** What the port of an address that nobody uses did; undefined where there was no control. */
const controlAt = ({ controls }: SiteView, address: string): Seen<'tcp'> | undefined =>
  controls.find(({ outcome }) => outcome.address === address);

/** The address says "open" to everything, so that an open port of it proves nothing. */
export const opensEverything = (view: SiteView, address: string): boolean =>
  controlAt(view, address)?.outcome.code === 'open';

/** The controls of a port's addresses that were refused: something answers there, so the host is not gone. */
export function refusedControls(view: SiteView, { ends }: Pick<PortView, 'ends'>): Seen<'tcp'>[] {
  const addresses = new Set(ends.map(({ address }) => address));
  return view.controls.filter(({ outcome }) => outcome.code === 'refused' && addresses.has(outcome.address));
}

/** A control in words: what the unused port did, and after which time. */
export function controlInWords({ outcome }: Seen<'tcp'>): string {
  const { address, port, code, elapsedMs, error } = outcome;
  const time = said(elapsedMs);
  const errno = error === undefined ? '' : ` (${error.errno})`;
  const did =
    code === 'open'
      ? `opened in ${time}`
      : code === 'refused'
        ? `was refused after ${time}${errno}`
        : code === 'filtered'
          ? `was silent for ${time} too`
          : `was ${code} after ${time}${errno}`;
  return `${endpoint(address, port)}, which nobody uses, ${did}`;
}

/** One end of a service whose port opened and which said nothing afterwards. */
interface DeadEnd {
  readonly subject: string;
  readonly address: string;
  readonly port: number;
  readonly ids: readonly string[];
}

/** Services that never sent a byte on an open connection, at addresses that say "open" to everything. */
export function deadEnds(view: SiteView): DeadEnd[] {
  const { realTime, syslog } = view;
  const ports = realTime === undefined ? httpsPorts(view) : [...httpsPorts(view), realTime];
  const spoken = ports.flatMap((port) =>
    port.ends.flatMap(({ address, tcp, tls, nats }): DeadEnd[] => {
      const above = tls ?? nats;
      if (tcp?.outcome.code !== 'open' || above === undefined || above.via !== undefined) return [];
      if (above.outcome.bytesReceived > 0) return [];
      return [{ subject: port.subject, address, port: port.port, ids: [tcp.id, above.id] }];
    }),
  );
  const received = (syslog?.ends ?? []).flatMap(({ address, port, tcp, reach }): DeadEnd[] =>
    tcp?.outcome.code === 'open' && reach?.outcome.transport === 'tls' && reach.outcome.bytesReceived === 0
      ? [{ subject: syslog?.subject ?? '', address, port, ids: [tcp.id, reach.id] }]
      : [],
  );
  return [...spoken, ...received].filter(({ address }) => opensEverything(view, address));
}

/** The addresses of dead ends with their ports, as one says them. */
export const endsInWords = (ends: readonly Pick<DeadEnd, 'address' | 'port'>[]): string =>
  listed(ends.map(({ address, port }) => endpoint(address, port)));
