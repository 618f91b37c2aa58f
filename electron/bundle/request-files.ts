import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type HandOver, requestsByOwner } from '../contract/hand-over.ts';
import { handOverCsv } from '../contract/hand-over-csv.ts';
import { handOverMarkdown } from '../contract/hand-over-markdown.ts';
import { handOverText } from '../contract/hand-over-text.ts';
import { type Report, reportSchema } from '../contract/report.ts';
import { documentScrubber } from './scrub-document.ts';
import { errnoOf, whyWriteFailed } from './write-failure.ts';

const FORMATS: Readonly<Record<string, (handOver: HandOver) => string>> = {
  txt: handOverText,
  md: handOverMarkdown,
  csv: handOverCsv,
};

/** What became of the files of a run; a file that was there already and says the same counts as written. */
export interface WrittenRequests {
  readonly written: readonly string[];
  /** One sentence for each file that could not be written. */
  readonly failed: readonly string[];
}

/**
 * Writes what each team is asked for into a folder, which is made where it is missing: `RUN-network-team.txt`, `.md` and `.csv`.
 * The run's id in the name keeps runs apart. A file of that name that says something else was changed by somebody, and stays.
 */
export async function writeRequests(
  folder: string,
  report: Report,
  secrets: readonly string[],
): Promise<WrittenRequests> {
  const handOvers = requestsByOwner(documentScrubber(secrets).scrub(reportSchema, report));
  const written: string[] = [];
  const failed: string[] = [];
  if (handOvers.length > 0) await mkdir(folder, { recursive: true });
  for (const handOver of handOvers)
    for (const [format, render] of Object.entries(FORMATS)) {
      const path = join(folder, `${report.run.id}-${handOver.to}.${format}`);
      const why = await writeOnce(path, render(handOver));
      if (why === undefined) written.push(path);
      else failed.push(why);
    }
  return { written, failed };
}

/** Why a file was not written; undefined when it is there and says what it has to. */
async function writeOnce(path: string, text: string): Promise<string | undefined> {
  try {
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile(text);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    return undefined;
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') return whyWriteFailed(path, error);
    const present = await readFile(path, 'utf8').catch(() => undefined);
    return present === text
      ? undefined
      : `${path} is there already and says something else; it was left as it is.`;
  }
}
