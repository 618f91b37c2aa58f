import { OS_WORDS, OWNER_WORDS } from '../contract/finding-words.ts';
import {
  type Finding,
  type RemedyStep,
  type Severity,
  type SpokenStep,
  spokenSteps,
} from '../contract/findings.ts';
import type { Report } from '../contract/report.ts';
import { handOverAnchor } from './html-report-hand-overs.ts';
import { severityMark, statusMark } from './html-report-marks.ts';
import { html, type Markup, when } from './html-report-markup.ts';
import { confidenceWords, type ReportCheck } from './html-report-words.ts';

const SEVERITY_HEADINGS: Readonly<Record<Severity, string>> = {
  error: 'Problems',
  warning: 'Warnings',
  info: 'Notes',
};

/** The anchors of checks, by id: ids hold any character, anchors are numbered. */
export type CheckAnchors = ReadonlyMap<string, { readonly check: ReportCheck; readonly anchor: string }>;

/** Numbers the checks of a report in row order. */
export function checkAnchors(report: Report): CheckAnchors {
  return new Map(report.checks.map((check, index) => [check.id, { check, anchor: `check-${index + 1}` }]));
}

/** The findings by severity; within one severity in the order of the report, so that the root cause stays first. */
export function findingsSection(report: Report, anchors: CheckAnchors): Markup {
  const { findings } = report;
  const groups = (['error', 'warning', 'info'] as const)
    .map((severity) => ({ severity, members: findings.filter((finding) => finding.severity === severity) }))
    .filter(({ members }) => members.length > 0);
  return html`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>${
    findings.length === 0
      ? html`<p class="quiet">No cause was found. What each check saw is listed below.</p>`
      : groups.map(
          ({ severity, members }) =>
            html`<h3 class="group">${SEVERITY_HEADINGS[severity]}</h3>${members.map((finding) =>
              findingArticle(finding, findings.indexOf(finding), anchors),
            )}`,
        )
  }</section>`;
}

function findingArticle(finding: Finding, index: number, anchors: CheckAnchors): Markup {
  const id = `finding-${index + 1}`;
  return html`<article class="finding f-${finding.severity}" aria-labelledby="${id}">
<header>${severityMark(finding.severity)}${when(index === 0, () => html`<span class="chip first">Fix this first</span>`)}<span class="chip">${finding.subject}</span><span class="quiet">${confidenceWords(finding.confidence)}</span></header>
<h4 id="${id}">${finding.title}</h4>
<p class="detail">${finding.detail}</p>
${evidenceTable(finding, anchors)}
${explained(finding, anchors)}
${when(
  finding.ruledOut.length > 0,
  () => html`<h5>Ruled out</h5><ul>${finding.ruledOut.map((sentence) => html`<li>${sentence}</li>`)}</ul>`,
)}
${remedy(finding)}
<p class="quiet cause">Cause: <code>${finding.cause}</code></p>
</article>`;
}

function evidenceTable({ evidence, title }: Finding, anchors: CheckAnchors): Markup {
  return html`<h5>What shows it</h5><div class="scroll"><table class="evidence"><caption class="unseen">Checks that show: ${title}</caption><thead><tr><th scope="col">Status</th><th scope="col">Check</th><th scope="col">Seen</th></tr></thead><tbody>${evidence.map(
    (checkId) => {
      const known = anchors.get(checkId);
      if (known === undefined)
        return html`<tr><td class="quiet">Not in this report</td><th scope="row">${checkId}</th><td></td></tr>`;
      const { check, anchor } = known;
      return html`<tr><td>${statusMark(check.status)}</td><th scope="row"><a href="#${anchor}">${check.title}</a> <span class="target">${check.target}</span></th><td>${check.reason}</td></tr>`;
    },
  )}</tbody></table></div>`;
}

function explained({ explains, explainsChecks }: Finding, anchors: CheckAnchors): Markup {
  if (explains.length + explainsChecks.length === 0) return html``;
  return html`<h5>Also explained by it</h5><ul class="inline">${explains.map(
    (cause) => html`<li><code>${cause}</code></li>`,
  )}${explainsChecks.map((checkId) => {
    const known = anchors.get(checkId);
    return known === undefined
      ? html`<li>${checkId}</li>`
      : html`<li><a href="#${known.anchor}">${known.check.title}</a> <span class="target">${known.check.target}</span></li>`;
  })}</ul>`;
}

function remedy({ remedy: { owner, steps, request, form } }: Finding): Markup {
  return html`<div class="remedy"><h5>To be fixed by ${OWNER_WORDS[owner]}</h5><ol>${spokenSteps(steps).map(remedyStep)}</ol>${
    form !== undefined
      ? html`<p><a href="#${handOverAnchor(form.to)}">Ready to send to ${OWNER_WORDS[form.to]}</a></p>`
      : request === undefined
        ? html``
        : html`<figure><figcaption>Ready to send to ${OWNER_WORDS[owner]}</figcaption><pre class="request">${request}</pre></figure>`
  }</div>`;
}

function remedyStep({ text, variants }: SpokenStep): Markup {
  const [first] = variants;
  const chip = (os: RemedyStep['os']): Markup =>
    os === undefined ? html`` : html`<span class="chip">${OS_WORDS[os]}</span> `;
  const isOne = variants.length === 1;
  return html`<li>${isOne ? chip(first.os) : html``}${text}${variants.map(({ command, os }) =>
    command === undefined
      ? html``
      : html`${isOne ? html`` : html`<div class="os-line">${chip(os)}</div>`}<pre><code>${command}</code></pre>`,
  )}</li>`;
}
