import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { whyNotWritable, writeTextAtomically } from '../bundle/atomic-file.ts';
import type { CollectedRun } from '../bundle/bundle-files.ts';
import { otherFolderSentence } from '../session/other-folder.ts';
import type { BundleWishes } from './bundle-wishes.ts';
import type { BundleFileOptions } from './write-bundle-file.ts';

/** The files that one command writes; `-` sends the JSON report to standard output. */
export interface OutputPaths {
  readonly json?: string | undefined;
  readonly junit?: string | undefined;
  readonly html?: string | undefined;
  readonly bundle?: string | undefined;
  /** What is wanted of the bundle; there whenever its path is. */
  readonly wishes?: BundleWishes | undefined;
  /** A folder for what each team is asked for, one file a team and format. */
  readonly requests?: string | undefined;
}

/** Why an output cannot be written, told before the run starts; undefined when nothing speaks against any of them. */
export async function whyOutputsFail(paths: OutputPaths): Promise<string | undefined> {
  const files = [paths.json === '-' ? undefined : paths.json, paths.junit, paths.html, paths.bundle].filter(
    (path) => path !== undefined,
  );
  const twice = files.find((path, index) => files.indexOf(path) !== index);
  if (twice !== undefined) return `${twice} is named for two outputs`;
  for (const path of files) {
    const why = await whyNotWritable(path);
    if (why !== undefined) return `${why}${await otherFolderSentence(path)}`;
  }
  return paths.requests === undefined ? undefined : whyFolderFails(paths.requests);
}

/** A folder that is missing is made later; so its own parent has to take it. */
async function whyFolderFails(folder: string): Promise<string | undefined> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === false) return `${folder} is a file, and --requests needs a folder`;
  // Whatever is made here is removed again: the name only shows whether files can be made.
  const place =
    found === undefined ? join(dirname(resolve(folder)), 'requests') : join(folder, 'requests.txt');
  const why = await whyNotWritable(place);
  return why === undefined ? undefined : `${why}${await otherFolderSentence(place)}`;
}

/** What was written, and what was not: one failed file never costs the others. */
export interface WrittenOutputs {
  readonly written: readonly string[];
  readonly failed: readonly string[];
}

/** Writes each file that was asked for, complete or not at all. Renderers are loaded only when their file is wanted. */
export async function writeOutputs(
  paths: OutputPaths,
  run: CollectedRun,
  options: BundleFileOptions,
): Promise<WrittenOutputs> {
  const { report } = run;
  const { signal } = options;
  const { whyWriteFailed } = await import('../bundle/write-failure.ts');
  const written: string[] = [];
  const failed: string[] = [];
  const attempt = async (path: string | undefined, write: (path: string) => Promise<unknown>) => {
    if (path === undefined) return;
    try {
      signal?.throwIfAborted();
      await write(path);
      if (path !== '-' && path !== paths.bundle) written.push(path);
    } catch (error) {
      failed.push(`${whyWriteFailed(path, error)}${path === '-' ? '' : await otherFolderSentence(path)}`);
    }
  };
  await attempt(paths.json, (path) => {
    const text = `${JSON.stringify(report, null, 2)}\n`;
    return path === '-' ? writeToStandardOutput(text) : writeTextAtomically(path, text, { signal });
  });
  await attempt(paths.junit, async (path) => {
    const { renderJunit } = await import('../bundle/junit.ts');
    await writeTextAtomically(path, renderJunit(report), { signal });
  });
  await attempt(paths.html, async (path) => {
    const { renderHtmlReport } = await import('../bundle/html-report.ts');
    await writeTextAtomically(path, renderHtmlReport(report), { signal });
  });
  await attempt(paths.bundle, async (path) => {
    if (paths.wishes === undefined) throw new Error('a bundle was asked for without saying what of it');
    const { writeBundleFile, writtenSentences } = await import('./write-bundle-file.ts');
    written.push(...writtenSentences(await writeBundleFile(run, path, paths.wishes, options)));
  });
  if (paths.requests !== undefined) {
    const { writeRequests } = await import('../bundle/request-files.ts');
    try {
      const requests = await writeRequests(paths.requests, report, options.secrets);
      written.push(...requests.written);
      failed.push(...requests.failed);
    } catch (error) {
      failed.push(`${whyWriteFailed(paths.requests, error)}${await otherFolderSentence(paths.requests)}`);
    }
  }
  return { written, failed };
}

const writeToStandardOutput = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error) =>
      error === null || error === undefined ? resolve() : reject(error),
    );
  });
