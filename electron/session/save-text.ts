import { renderHtmlReport } from '../bundle/html-report.ts';
import { renderMarkdownReport } from '../bundle/markdown-report.ts';
import { documentScrubber } from '../bundle/scrub-document.ts';
import type { RunSnapshot } from '../contract/channels.ts';
import { type HandOver, handOverOf, requestsByOwner } from '../contract/hand-over.ts';
import { handOverCsv } from '../contract/hand-over-csv.ts';
import { handOverMarkdown } from '../contract/hand-over-markdown.ts';
import { handOverText } from '../contract/hand-over-text.ts';
import { type Report, reportSchema } from '../contract/report.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { reduceRun } from '../contract/run-state.ts';
import type { SavedText, TextRequest } from '../contract/text-save.ts';
import { concludeRun } from './conclude.ts';

const REPORTS = {
  html: { ending: 'html', mediaType: 'text/html', write: renderHtmlReport },
  markdown: { ending: 'md', mediaType: 'text/markdown', write: renderMarkdownReport },
  json: {
    ending: 'json',
    mediaType: 'application/json',
    write: (report: Report) => `${JSON.stringify(report, null, 2)}\n`,
  },
} as const;

const REQUESTS = {
  text: { ending: 'txt', mediaType: 'text/plain', write: handOverText },
  markdown: { ending: 'md', mediaType: 'text/markdown', write: handOverMarkdown },
  csv: { ending: 'csv', mediaType: 'text/csv', write: handOverCsv },
} as const;

/**
 * Writes a text of a run, with `secrets` cut out of it. Codes of refusals: those of opening the run · `no-run` nothing has been seen
 * yet · `nothing-asked` the team is asked for nothing, or not by this finding.
 */
export function textOf(
  request: TextRequest,
  opened: Result<RunSnapshot>,
  secrets: readonly string[],
): Result<SavedText> {
  if (!opened.ok) return opened;
  const { report: whole } = concludeRun(reduceRun(opened.value.events));
  if (whole === undefined) return refused('no-run', 'This run has nothing to save yet.');
  const report = documentScrubber(secrets).scrub(reportSchema, whole);
  const { runId } = request;
  if (request.kind === 'report') {
    const { ending, mediaType, write } = REPORTS[request.format];
    return ok({ kind: 'text', fileName: `airway-report-${runId}.${ending}`, mediaType, text: write(report) });
  }
  const handOver = handOverIn(report, request);
  if (handOver === undefined)
    return refused('nothing-asked', 'In this run the team is not asked for anything.');
  const { ending, mediaType, write } = REQUESTS[request.format];
  return ok({
    kind: 'text',
    fileName: `airway-${request.to}-${runId}.${ending}`,
    mediaType,
    text: write(handOver),
  });
}

function handOverIn(
  report: Report,
  { to, finding }: Extract<TextRequest, { kind: 'request' }>,
): HandOver | undefined {
  if (finding === undefined) return requestsByOwner(report).find((handOver) => handOver.to === to);
  const asked = report.findings.find(
    ({ cause, subject }) => cause === finding.cause && subject === finding.subject,
  );
  const form = asked?.remedy.form;
  return form === undefined || form.to !== to ? undefined : handOverOf(form);
}
