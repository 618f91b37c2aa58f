import { OWNER_WORDS } from '../contract/finding-words.ts';
import type { RequestForm } from '../contract/findings.ts';
import { type HandOver, requestsByOwner } from '../contract/hand-over.ts';
import { handOverText } from '../contract/hand-over-text.ts';
import type { Report } from '../contract/report.ts';
import { html, type Markup } from './html-report-markup.ts';

/** Where the message to an owner stands in the page. */
export const handOverAnchor = (to: HandOver['to']): string => `send-${to}`;

/** One message for each team: what it is asked for as a table, and the whole as a text to copy. Nothing where nobody is asked. */
export function handOversSection(report: Report): Markup {
  const handOvers = requestsByOwner(report);
  if (handOvers.length === 0) return html``;
  return html`<section aria-labelledby="hand-overs"><h2 id="hand-overs">Ready to send</h2><p class="quiet">One message for each team, with what was seen. Files of them are written by <code>airway report ${report.run.id} --requests FOLDER</code>.</p>${handOvers.map(handOverArticle)}</section>`;
}

function handOverArticle(handOver: HandOver): Markup {
  const { to, title, matters } = handOver;
  const id = handOverAnchor(to);
  return html`<article class="finding hand-over" aria-labelledby="${id}">
<h3 id="${id}">Send to ${OWNER_WORDS[to]}</h3>
<p class="quiet">${title}</p>
${matters.map(
  (matter) =>
    html`<h4>${matter.title}</h4>${formTable(matter.form, matter.title)}<p class="quiet">${matter.form.reason}</p>`,
)}
<details><summary>The message as text</summary><pre class="request">${handOverText(handOver)}</pre></details>
</article>`;
}

/** Columns of which the page says the same elsewhere. */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set(['Evidence', 'Observed (UTC)']);

function formTable({ columns, rows }: RequestForm, caption: string): Markup {
  // A column that is empty in every row is noise on paper.
  const shown = columns
    .map((column, index) => ({ column, index }))
    .filter(
      ({ column, index }) => !SAID_ELSEWHERE.has(column) && rows.some((row) => (row[index] ?? '') !== ''),
    );
  return html`<div class="scroll"><table class="request-rows"><caption class="unseen">Asked for: ${caption}</caption><thead><tr>${shown.map(
    ({ column }) => html`<th scope="col">${column}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (row) => html`<tr>${shown.map(({ index }) => html`<td>${row[index] ?? ''}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}
