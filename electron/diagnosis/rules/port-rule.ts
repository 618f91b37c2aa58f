import type { CauseId } from '../../contract/cause-ids.ts';
import { endpoint, listed } from '../../contract/spoken.ts';
import { opensEverything } from '../path-view.ts';
import { connectedPorts } from '../port-roles.ts';
import type { Fill, Rule, Sighting } from '../rule.ts';
import type { PortView, SiteView } from '../site-view.ts';

/** A finished check on one address and port, of any protocol. */
interface PortRow {
  readonly id: string;
  readonly outcome: { readonly address: string; readonly port: number };
  /** The proxy that it was seen through. */
  readonly via?: string;
}

/** The addresses of some rows with their ports, as one says them. */
export const where = (rows: readonly PortRow[]): string =>
  listed(rows.map(({ outcome, via }) => `${endpoint(outcome.address, outcome.port)}${through(via)}`));

const through = (via: string | undefined): string => (via === undefined ? '' : ` (through the proxy ${via})`);

/** TCP opened on each of these, so the path is clear up to the service. */
export const pathIsClear = (rows: readonly PortRow[]): string =>
  rows.every(({ via }) => via !== undefined)
    ? `not the network path: a tunnel opened to ${where(rows)}`
    : `not the network path: TCP to ${where(rows.filter(({ via }) => via === undefined))} opened`;

/** How one cause shows in the rows of a port. */
export interface PortSight<R extends PortRow> {
  /** The ports that are looked at; unless told, the Console's, the relay's and that of the directory. */
  readonly ports?: (view: SiteView) => readonly PortView[];
  /** The rows of one protocol. */
  readonly rows: (port: PortView) => readonly R[];
  readonly matches: (row: R, view: SiteView) => boolean;
  readonly tell: (
    hits: readonly [R, ...R[]],
    view: SiteView,
    rows: readonly R[],
  ) => {
    readonly detail: string;
    readonly confidence: number;
    /** For the title, see `Sighting`. */
    readonly quote?: string;
    /** Ids of the checks that show it, where there are more than the hits. */
    readonly evidence?: readonly string[];
  };
  /** What these rows rule out by themselves. */
  readonly ruledOut: (hits: readonly R[]) => string;
}

const fillOf = ({ host, port }: PortView, { outcome }: PortRow): Fill => ({
  HOST: host,
  NAME: host,
  ADDRESS: outcome.address,
  PORT: String(port),
});

/** One cause that shows on a port: on some or all of its addresses, in the rows of one protocol. */
export function portRule<R extends PortRow>(
  cause: CauseId,
  explains: readonly CauseId[],
  sight: PortSight<R>,
): Rule {
  return {
    cause,
    explains,
    see: (view) =>
      (sight.ports?.(view) ?? connectedPorts(view)).flatMap((port): Sighting[] => {
        const rows = sight.rows(port);
        const [first, ...others] = rows.filter((row) => sight.matches(row, view));
        if (first === undefined) return [];
        const hits: readonly [R, ...R[]] = [first, ...others];
        // Where every port is said to be open, an open one rules nothing out.
        const isProof = hits.every(
          ({ via, outcome }) => via !== undefined || !opensEverything(view, outcome.address),
        );
        return [
          {
            subject: port.subject,
            evidence: hits.map(({ id }) => id),
            ...sight.tell(hits, view, rows),
            ruledOut: isProof ? [sight.ruledOut(hits)] : [],
            fill: fillOf(port, first),
            more: others.map((row) => fillOf(port, row)),
          },
        ];
      }),
  };
}
