import type { RequestForm } from '../../contract/findings.ts';
import { oneLine } from '../../contract/hand-over.ts';
import { routeTo } from '../machine-view.ts';
import type { SiteView } from '../site-view.ts';
import { columnsFor, type RowFields, TITLES } from './columns.ts';

/** Bounds of the contract; what is longer is cut. */
const CELL_LIMIT = 600;
const EVIDENCE_LIMIT = 2000;
const ROW_LIMIT = 100;
const EVIDENCE_COUNT = 20;

/** What a form is made of; unless told, it is called by its owner. */
export interface FormParts {
  readonly to: RequestForm['to'];
  readonly title?: string;
  readonly reason: string;
  readonly rows: readonly RowFields[];
  readonly evidence: readonly string[];
}

/** One form for an owner, every text on one line, rows that say the same once. */
export function makeForm(
  view: SiteView,
  { to, title = TITLES[to], reason, rows, evidence }: FormParts,
): RequestForm {
  const columns = columnsFor(to);
  const cells = rows.map((row) => columns.map((column) => oneLine(row[column] ?? '').slice(0, CELL_LIMIT)));
  return {
    title: oneLine(`${title}: ${view.state.run?.profile.name ?? 'this site'}`).slice(0, 200),
    to,
    reason: oneLine(reason).slice(0, CELL_LIMIT),
    columns: [...columns],
    rows: withoutRepeats(columns, cells).slice(0, ROW_LIMIT),
    evidence: evidenceLines(evidence),
    observed: observedBy(view),
  };
}

/** What was seen, as a form takes it: a line each, none twice, within the bounds of the contract. */
export const evidenceLines = (evidence: readonly string[]): string[] =>
  [...new Set(evidence.map((text) => oneLine(text).slice(0, EVIDENCE_LIMIT)))]
    .filter((text) => text !== '')
    .slice(0, EVIDENCE_COUNT);

/** Rows that ask for the same are one, whatever else was seen of it. */
export function withoutRepeats(columns: readonly string[], rows: readonly string[][]): string[][] {
  const asked = (row: readonly string[]): string =>
    JSON.stringify(row.filter((_, index) => columns[index] !== 'Evidence'));
  const first = new Map<string, string[]>();
  for (const row of rows) if (!first.has(asked(row))) first.set(asked(row), row);
  return [...first.values()];
}

/** The moment up to which the run saw what is reported, as ISO 8601 in UTC. */
export function observedAt({ state: { run, lastMs } }: SiteView): string {
  return run === null ? '' : new Date(Date.parse(run.startedAt) + lastMs).toISOString();
}

function observedBy(view: SiteView): string {
  const { run } = view.state;
  if (run === null) return 'Observed by Airway.';
  return oneLine(
    `Observed by Airway ${run.tool.version} at ${observedAt(view)} (UTC) from ${run.hostname}, ${run.vantage}; run ${run.runId}.`,
  ).slice(0, CELL_LIMIT);
}

/** What this machine calls itself. */
export const sourceName = ({ state: { run } }: SiteView): string => run?.hostname ?? 'this machine';

/** The address that this machine uses towards a target or the site, as far as a route, a connection or the interfaces tell. */
export function sourceAddress(view: SiteView, target?: string): string | undefined {
  const routed = target === undefined ? undefined : routeTo(view.machine, target)?.sourceAddress;
  if (routed !== undefined) return routed;
  const isV6 = target?.includes(':') === true;
  const used = view.tcp.flatMap(({ outcome: { localAddress, address } }) =>
    localAddress !== undefined && (target === undefined || address.includes(':') === isV6)
      ? [localAddress]
      : [],
  );
  if (used[0] !== undefined) return used[0];
  const own = view.host?.outcome.interfaces.flatMap(({ isInternal, addresses }) =>
    isInternal
      ? []
      : addresses.flatMap(({ address, family }) => (family === (isV6 ? 6 : 4) ? [address] : [])),
  );
  return own?.length === 1 ? own[0] : undefined;
}
