import { writeAtomically } from '../bundle/atomic-file.ts';
import { renderHtmlReport } from '../bundle/html-report.ts';
import { whyWriteFailed } from '../bundle/write-failure.ts';
import type { HostHandlers } from '../contract/channels.ts';
import { ok, refused } from '../contract/result.ts';
import { reduceRun } from '../contract/run-state.ts';
import { concludeRun } from '../session/conclude.ts';

export interface PrintSurroundings {
  readonly openRun: HostHandlers['run-open'];
  /** Where to write; undefined when the user thought better of it. */
  choosePath(suggestedName: string): Promise<string | undefined>;
  /** Sets one page of HTML on A4. It has no script and loads nothing. Rejects when the page cannot be printed. */
  printHtml(html: string): Promise<Uint8Array>;
}

/**
 * Prints the report of a run into a PDF file. Codes of refusals: those of `run-open`, `no-run` nothing has been seen yet ·
 * `not-printed` the page could not be set · `report-not-writable`.
 */
export function printingReports(surroundings: PrintSurroundings): HostHandlers['report-print'] {
  return async ({ runId }) => {
    const opened = await surroundings.openRun({ runId });
    if (!opened.ok) return opened;
    const { report } = concludeRun(reduceRun(opened.value.events));
    if (report === undefined) return refused('no-run', 'This run has nothing to print yet.');
    const path = await surroundings.choosePath(`airway-report-${runId}.pdf`);
    if (path === undefined) return ok({ kind: 'cancelled' });
    let pdf: Uint8Array;
    try {
      pdf = await surroundings.printHtml(renderHtmlReport(report));
    } catch {
      return refused('not-printed', 'The report could not be set as a page. It is in the bundle as HTML.');
    }
    try {
      await writeAtomically(path, async (out) => void out.end(pdf));
    } catch (error) {
      return refused('report-not-writable', whyWriteFailed(path, error));
    }
    return ok({ kind: 'saved', path, sizeBytes: pdf.byteLength });
  };
}
