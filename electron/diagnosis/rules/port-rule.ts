import type { CauseId } from '../../contract/cause-ids.ts';
import { endpoint, listed } from '../../contract/spoken.ts';
import { opensEverything } from '../path-view.ts';
import type { Rule, Sighting } from '../rule.ts';
import { httpsPorts, type PortView, type SiteView } from '../site-view.ts';

/** A finished check on one address and port, of any protocol. */
interface PortRow {
  readonly id: string;
  readonly outcome: { readonly address: string; readonly port: number };
}

/** The addresses of some rows with their ports, as one says them. */
export const where = (rows: readonly PortRow[]): string =>
  listed(rows.map(({ outcome }) => endpoint(outcome.address, outcome.port)));

/** TCP opened on each of these, so the path is clear up to the service; not where everything is said to be open. */
export const pathIsClear = (rows: readonly PortRow[], view: SiteView): string | undefined =>
  rows.some(({ outcome }) => opensEverything(view, outcome.address))
    ? undefined
    : `not the network path: TCP to ${where(rows)} opened`;

/** How one cause shows in the rows of a port. */
export interface PortSight<R extends PortRow> {
  /** The ports that are looked at; those for HTTPS unless told. */
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
    /** Ids of the checks that show it, where there are more than the hits. */
    readonly evidence?: readonly string[];
  };
  /** What these rows rule out by themselves. */
  readonly ruledOut: (hits: readonly R[], view: SiteView) => string | undefined;
}

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
      (sight.ports?.(view) ?? httpsPorts(view)).flatMap((port): Sighting[] => {
        const rows = sight.rows(port);
        const [first, ...others] = rows.filter((row) => sight.matches(row, view));
        if (first === undefined) return [];
        const hits: readonly [R, ...R[]] = [first, ...others];
        const ruledOut = sight.ruledOut(hits, view);
        return [
          {
            subject: port.subject,
            evidence: hits.map(({ id }) => id),
            ...sight.tell(hits, view, rows),
            ruledOut: ruledOut === undefined ? [] : [ruledOut],
            fill: {
              HOST: port.host,
              NAME: port.host,
              ADDRESS: first.outcome.address,
              PORT: String(port.port),
            },
          },
        ];
      }),
  };
}
