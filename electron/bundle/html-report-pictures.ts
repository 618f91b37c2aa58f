import type { TlsOutcome } from '../contract/outcomes/tls.ts';
import { attemptsPicture } from '../contract/pictures/attempts-picture.ts';
import { chainPicture } from '../contract/pictures/chain-picture.ts';
import type { Picture, Shape } from '../contract/pictures/picture.ts';
import type { PictureRun } from '../contract/pictures/picture-run.ts';
import { runTimeline } from '../contract/pictures/run-timeline.ts';
import { siteMap } from '../contract/pictures/site-map.ts';
import { failuresOfNoConsequence, type Report } from '../contract/report.ts';
import type { CheckAnchors } from './html-report-findings.ts';
import { html, type Markup, when } from './html-report-markup.ts';
import { CHAIN_WORDS, LATENCY_WORDS, MAP_WORDS, TIMELINE_WORDS } from './html-report-picture-words.ts';
import { type ReportCheck, VANTAGE_WORDS } from './html-report-words.ts';

/** The map of the site; nothing where no way was tried. */
export function mapSection(report: Report, anchors: CheckAnchors): Markup {
  const here = `This is ${VANTAGE_WORDS[report.vantage]}`;
  const picture = siteMap(pictureRun(report), { ...MAP_WORDS, here });
  return html`<section aria-labelledby="map"><h2 id="map">The site as it was seen</h2>${
    picture === undefined ? html`<p class="quiet">No way was tried.</p>` : drawn(picture, anchors, 'map')
  }</section>`;
}

/** When in the run each check was made; nothing where none was. */
export function timelinePart(report: Report, anchors: CheckAnchors): Markup {
  const picture = runTimeline(pictureRun(report), TIMELINE_WORDS);
  if (picture === undefined) return html``;
  return html`<details class="picture-fold"><summary>Time line of the run</summary><div>${drawn(picture, anchors, 'timeline')}</div></details>`;
}

/** A chain as a picture, above its table. `number` tells pictures of one page apart. */
export function chainPart(
  shown: Pick<TlsOutcome, 'chain' | 'faults' | 'trust' | 'expectedName'>,
  nowIso: string,
  number: string,
): Markup {
  const picture = chainPicture(shown, { nowIso, checkIds: [] }, CHAIN_WORDS);
  // Its table stands below it anyway, with more in it.
  return picture === undefined ? html`` : html`${drawn(picture, NO_ANCHORS, `chain-${number}`, false)}`;
}

/** How long each of several attempts of a check took; nothing where there was one. */
export function attemptsPart(check: ReportCheck, anchor: string): Markup {
  const picture = attemptsPicture(check, LATENCY_WORDS);
  return picture === undefined ? html`` : html`${drawn(picture, NO_ANCHORS, `attempts-${anchor}`)}`;
}

const NO_ANCHORS: CheckAnchors = new Map();

function pictureRun(report: Report): PictureRun {
  const harmless = failuresOfNoConsequence(report);
  return {
    startedAt: report.run.startedAt,
    hostname: report.host.name,
    vantage: report.vantage,
    checks: report.checks.map((check) =>
      harmless.has(check.id) ? { ...check, status: 'harmless' as const } : check,
    ),
  };
}

function drawn(picture: Picture, anchors: CheckAnchors, id: string, hasTable = true): Markup {
  const { width, height, title, description, shapes, table } = picture;
  return html`<figure class="picture"><div class="scroll" tabindex="0" role="group" aria-label="${title}"><svg viewBox="-6 -6 ${width + 12} ${height + 12}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-what"><title id="${id}-title">${title}</title><desc id="${id}-what">${description}</desc>${shapes.map((shape) => shapeMarkup(shape, anchors))}</svg></div><figcaption class="quiet">${description}</figcaption>${when(
    hasTable,
    () =>
      html`<table class="unseen"><caption>${title}</caption><thead><tr>${table.columns.map(
        (column) => html`<th scope="col">${column}</th>`,
      )}</tr></thead><tbody>${table.rows.map(
        (row) =>
          html`<tr>${row.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`,
      )}</tbody></table>`,
  )}</figure>`;
}

function shapeMarkup(shape: Shape, anchors: CheckAnchors): Markup {
  switch (shape.kind) {
    case 'path':
      return html`<path class="p-${shape.look}" d="${shape.d}"/>`;
    case 'box':
      return html`<rect class="p-${shape.look}" x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}" rx="${shape.radius}"/>`;
    case 'text':
      return html`<text class="p-${shape.look}" x="${shape.x}" y="${shape.y}" text-anchor="${shape.anchor}">${shape.text}<title>${shape.whole}</title></text>`;
    case 'place': {
      const anchor = shape.checkIds.flatMap((checkId) => anchors.get(checkId) ?? [])[0]?.anchor;
      const inner = shape.shapes.map((each) => shapeMarkup(each, anchors));
      return anchor === undefined
        ? html`<g>${inner}</g>`
        : html`<a class="p-place" href="#${anchor}" tabindex="-1">${inner}</a>`;
    }
  }
}
