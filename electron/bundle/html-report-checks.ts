import { STEP_IDS, type StepId } from '../contract/checks.ts';
import type { Report } from '../contract/report.ts';
import { certificateTables } from './html-report-certificates.ts';
import type { CheckAnchors } from './html-report-findings.ts';
import { statusMark } from './html-report-marks.ts';
import { html, type Markup } from './html-report-markup.ts';
import { timelinePart } from './html-report-pictures.ts';
import { durationWords, type ReportCheck, STEP_TITLES } from './html-report-words.ts';

/** All checks by step, in row order, each with its place on the time line of the run. */
export function checksSection(report: Report, anchors: CheckAnchors): Markup {
  const own = report.checks.filter(({ seenAt }) => seenAt === undefined);
  const spanMs = Math.max(1, ...own.map(({ startedMs, elapsedMs }) => startedMs + elapsedMs));
  const steps = STEP_IDS.map((step) => ({
    step,
    checks: report.checks.filter((check) => check.step === step),
  })).filter(({ checks }) => checks.length > 0);
  return html`<section aria-labelledby="checks"><h2 id="checks">All checks</h2>${timelinePart(report, anchors)}${
    steps.length === 0
      ? html`<p class="quiet">No check was made.</p>`
      : steps.map(({ step, checks }) => stepSection(step, checks, spanMs, anchors, report.run.startedAt))
  }</section>`;
}

function stepSection(
  step: StepId,
  checks: readonly ReportCheck[],
  spanMs: number,
  anchors: CheckAnchors,
  startedAt: string,
): Markup {
  const title = STEP_TITLES[step];
  return html`<section aria-labelledby="step-${step}"><h3 id="step-${step}">${title}</h3>
<div class="scroll"><table class="checks"><caption class="unseen">${title}: checks with status, time taken and place on the time line</caption>
<thead><tr><th scope="col">Status</th><th scope="col">Check</th><th scope="col" class="number">Took</th><th scope="col" class="line"><span class="scale"><span>0</span><span>${durationWords(spanMs)}</span></span></th></tr></thead>
<tbody>${checks.map((check) => checkRow(check, spanMs, anchors))}</tbody></table></div>
${certificateTables(checks, startedAt)}</section>`;
}

function checkRow(check: ReportCheck, spanMs: number, anchors: CheckAnchors): Markup {
  const { status, title, target, reason, elapsedMs, seenAt } = check;
  const anchor = anchors.get(check.id)?.anchor ?? '';
  return html`<tr id="${anchor}" class="r-${status}"><td>${statusMark(status)}</td><th scope="row"><a href="#${anchor}-detail">${title}</a> <span class="target">${target}</span>${
    reason === undefined ? html`` : html`<p class="reason">${reason}</p>`
  }${
    seenAt === undefined
      ? html``
      : html`<p class="reason">Seen at ${seenAt} by the run that this one continues.</p>`
  }</th><td class="number">${status === 'skipped' ? '–' : durationWords(elapsedMs)}</td><td class="line">${timeLine(check, spanMs)}</td></tr>`;
}

const LINE_WIDTH = 200;
const LINE_HEIGHT = 16;
/** A check of a millisecond must still be seen. */
const NARROWEST_BAR = 2;

/** Start and length of one check on the scale of the run; a check that was not made has no bar. */
function timeLine({ status, startedMs, elapsedMs, seenAt }: ReportCheck, spanMs: number): Markup {
  const scale = LINE_WIDTH / spanMs;
  const width = Math.min(LINE_WIDTH, Math.max(NARROWEST_BAR, elapsedMs * scale));
  const x = Math.min(startedMs * scale, LINE_WIDTH - width);
  const grid = [0, 1, 2, 3, 4].map((quarter) => {
    const at = rounded((LINE_WIDTH - 1) * (quarter / 4) + 0.5);
    return html`<path class="grid" d="M${at} 0V${LINE_HEIGHT}"/>`;
  });
  // What an earlier run saw has no place in the time of this one.
  if (status === 'skipped' || seenAt !== undefined)
    return html`<svg class="waterfall" viewBox="0 0 ${LINE_WIDTH} ${LINE_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${grid}</svg>`;
  return html`<svg class="waterfall" viewBox="0 0 ${LINE_WIDTH} ${LINE_HEIGHT}" preserveAspectRatio="none" role="img" aria-label="started at ${durationWords(startedMs)}, took ${durationWords(elapsedMs)}">${grid}<rect class="b-${status}" x="${rounded(x)}" y="4" width="${rounded(width)}" height="8" rx="1"/></svg>`;
}

const rounded = (value: number): string => String(Math.round(value * 100) / 100);
