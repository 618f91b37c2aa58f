import type { Owner, RequestForm } from '../../contract/findings.ts';
import { fillInWords, type Placeholder } from '../../contract/placeholders.ts';
import type { Cause } from '../cause.ts';
import { FORWARD } from '../firewall-request.ts';
import type { Sighting } from '../rule.ts';
import type { SiteView } from '../site-view.ts';
import type { Asked } from './asked.ts';
import { ASKED_FOR } from './asked-for.ts';
import { kindFor, type RowFields } from './columns.ts';
import {
  evidenceLines,
  makeForm,
  observedAt,
  sourceAddress,
  sourceName,
  withoutRepeats,
} from './make-form.ts';

/** One sighting of the cause, as far as a form needs it. */
type Part = Pick<Sighting, 'detail' | 'fill' | 'more' | 'request'>;

/** What is handed to the owner of a finding. */
export interface Told {
  readonly cause: Cause;
  readonly owner: Owner;
  /** The finding's own words: detail first, then what was ruled out. */
  readonly evidence: readonly string[];
  readonly parts: readonly Part[];
}

/**
 * The form for the owner of a finding: the rows that a rule gives where it knows more, else what the catalogue asks of this owner
 * for the cause, filled with what was seen. Undefined where there is nothing to ask of anybody but the engineer.
 */
export function requestForm(
  view: SiteView,
  { cause, owner, evidence, parts }: Told,
): RequestForm | undefined {
  if (owner === 'engineer') return undefined;
  const given = parts.flatMap(({ request }) => (request === undefined ? [] : [request]));
  const [first] = given;
  if (first !== undefined && first.columns.length > 0)
    return {
      ...first,
      to: owner,
      rows: withoutRepeats(
        first.columns,
        given.flatMap(({ rows }) => rows),
      ).slice(0, 100),
      reason: cause.summary,
      evidence: evidenceLines(evidence),
    };
  const wanted = ASKED_FOR[cause.id].filter(({ kind }) => kind === kindFor(owner));
  const rows = parts.flatMap(({ detail, fill = {}, more = [] }) =>
    [fill, ...more].flatMap((one) =>
      wanted.map((asked) => rowOf(view, asked, { detail, fill: one }, cause.title)),
    ),
  );
  if (rows.length === 0) return undefined;
  const isFirewall = wanted.every((asked) => asked.kind === 'flow' && asked.action.startsWith('allow'));
  return makeForm(view, {
    to: owner,
    ...(isFirewall ? { title: 'Firewall change request' } : {}),
    reason: cause.summary,
    rows,
    evidence,
  });
}

/** As much of what was seen as fits into a cell: whole sentences, the first at least. */
const EVIDENCE_IN_ROW = 300;

function inShort(detail: string): string {
  if (detail.length <= EVIDENCE_IN_ROW) return detail;
  const end = detail.lastIndexOf('. ', EVIDENCE_IN_ROW);
  return end > 0 ? detail.slice(0, end + 1) : `${detail.slice(0, EVIDENCE_IN_ROW - 1)}…`;
}

function rowOf(view: SiteView, asked: Asked, { detail, fill = {} }: Part, reason: string): RowFields {
  const text = (template: string): string => fillInWords(template, fill);
  const value = (name: Placeholder, template: string | undefined): string | undefined =>
    template === undefined ? fill[name] : template === '' ? undefined : text(template);
  const shared = {
    Reason: reason,
    Evidence: inShort(detail),
    'Observed (UTC)': observedAt(view),
  };
  if (asked.kind === 'setting')
    return { ...shared, Change: text(asked.change), Where: text(asked.where), Wanted: text(asked.wanted) };
  const source = { Source: sourceName(view), 'Source address': sourceAddress(view, fill.ADDRESS) };
  const destination = value('HOST', asked.destination);
  if (asked.kind === 'proxy-rule')
    return {
      ...shared,
      ...source,
      Rule: text(asked.rule),
      Proxy: fill.PROXY_URL,
      Destination: destination,
      Port: value('PORT', asked.port),
    };
  const address = value('ADDRESS', asked.address);
  const name = destination ?? address;
  return {
    ...shared,
    ...source,
    Action: text(asked.action),
    Destination: name,
    'Destination address': address === name ? undefined : address,
    Protocol: asked.protocol ?? 'TCP',
    Port: value('PORT', asked.port),
    Direction: asked.direction ?? FORWARD,
  };
}
